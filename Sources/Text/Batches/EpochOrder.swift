import Basics

/// A part of a corpus, and how often training goes over it.
public struct EpochPart: Equatable, Sendable {
    /// The number of pairs.
    public let pairs: Int
    /// Pairs of it that an epoch has, on average.
    public let perEpoch: Double

    /// A part that every epoch has so many times.
    public init(pairs: Int, weight: Double = 1) {
        self.init(pairs: pairs, perEpoch: weight == 1 ? Double(pairs) : weight * Double(pairs))
    }

    /// A part of which every epoch has so many pairs, on average.
    public init(pairs: Int, perEpoch: Double) {
        precondition(
            pairs >= 0 && perEpoch >= 0 && (pairs > 0 || perEpoch == 0),
            "\(perEpoch) pairs an epoch of a part with \(pairs)")
        (self.pairs, self.perEpoch) = (pairs, perEpoch)
    }

    /// What an epoch has of the rounds in which the part is gone through one after the other.
    fileprivate func places(ofEpoch epoch: Int) -> Range<Int> {
        // Of less than one pair an epoch, some epochs have one.
        Int(Double(epoch) * perEpoch)..<Int(Double(epoch + 1) * perEpoch)
    }
}

/// Which pairs an epoch has, and in which order: a function of the seed and the epoch.
///
/// A corpus is shuffled in windows, so that the order of any number of pairs fits into little memory, and
/// the pages of a corpus in files are read some hundred thousand pairs at a time. Where an epoch is longer than a
/// window, its parts are first brought into a random order block by block, a block being some pairs that
/// stand together; a window has blocks from everywhere, and its pairs are shuffled one by one.
public struct EpochOrder: Sendable {
    /// The pairs of a window, at most.
    public static let windowSize = 1 << 20
    private static let blockSize = 1 << 10

    /// The number of pairs.
    public let count: Int
    private let epoch: Int
    private let parts: [EpochPart]
    private let seed: UInt64
    private let windowSize: Int
    private let windowCount: Int

    /// The order of an epoch.
    ///
    /// - Parameters:
    ///   - epoch: The epoch's number, from 0.
    ///   - parts: The parts of the corpus, one after the other.
    ///   - seed: Decides the order.
    ///   - windowSize: The pairs of a window, at most.
    public init(
        _ epoch: Int, of parts: [EpochPart], seed: UInt64, windowSize: Int = Self.windowSize
    ) {
        self.epoch = epoch
        self.parts = parts
        self.seed = seed
        self.windowSize = windowSize
        count = parts.reduce(0) { $0 + $1.places(ofEpoch: epoch).count }
        windowCount = (count + windowSize - 1) / windowSize
    }

    /// The pairs from a place of the order to the end of its window, by their places in the corpus;
    /// nothing at the end.
    public func pairs(from place: Int) -> ArraySlice<Int> {
        precondition(place >= 0, "pairs from place \(place)")
        var begin = 0
        for window in 0..<windowCount {
            let pairs = places(ofWindow: window)
            let end = begin + pairs.reduce(0) { $0 + $1.count }
            if place < end { return shuffled(window, pairs)[(place - begin)...] }
            begin = end
        }
        return []
    }

    /// What a window has of the rounds of every part: as much as any other window.
    private func places(ofWindow window: Int) -> [Range<Int>] {
        parts.map { part in
            let places = part.places(ofEpoch: epoch)
            func bound(_ window: Int) -> Int {
                places.lowerBound + places.count * window / windowCount
            }
            return bound(window)..<bound(window + 1)
        }
    }

    private func shuffled(_ window: Int, _ places: [Range<Int>]) -> [Int] {
        var pairs: [Int] = []
        var first = 0
        for (index, part) in parts.enumerated() {
            pairs += rounds(of: index, places[index]).map { first + $0 }
            first += part.pairs
        }
        var generator =
            windowCount == 1
            ? RandomSource(seed: seed, path: epoch)
            : RandomSource(seed: seed, path: epoch, ~window)
        generator.shuffle(&pairs)
        return pairs
    }
}

/// The rounds in which a part is gone through.
extension EpochOrder {
    /// Pairs of a part by their places in its rounds.
    private func rounds(of index: Int, _ places: Range<Int>) -> [Int] {
        let size = parts[index].pairs
        var pairs: [Int] = []
        var place = places.lowerBound
        while place < places.upperBound {
            let (round, start) = place.quotientAndRemainder(dividingBy: size)
            let end = min(size, start + places.upperBound - place)
            pairs += self.pairs(of: index, round: round, start..<end)
            place += end - start
        }
        return pairs
    }

    private func pairs(of index: Int, round: Int, _ places: Range<Int>) -> [Int] {
        let part = parts[index]
        // What an epoch has once and shuffles as a whole needs no other order.
        if windowCount == 1, places.count == part.pairs, part.perEpoch == Double(part.pairs) {
            return Array(places)
        }
        var generator = RandomSource(seed: seed, path: -index, round)
        guard part.pairs > windowSize else {
            var order = Array(0..<part.pairs)
            generator.shuffle(&order)
            return Array(order[places])
        }
        return blocks(part.pairs, places, using: &generator)
    }

    private func blocks(
        _ count: Int, _ places: Range<Int>, using generator: inout RandomSource
    ) -> [Int] {
        var blocks = Array(stride(from: 0, to: count, by: Self.blockSize))
        generator.shuffle(&blocks)
        var pairs: [Int] = []
        var place = 0
        for block in blocks where place < places.upperBound {
            let size = min(Self.blockSize, count - block)
            let wanted = places.clamped(to: place..<place + size)
            pairs += wanted.map { block + $0 - place }
            place += size
        }
        return pairs
    }
}
