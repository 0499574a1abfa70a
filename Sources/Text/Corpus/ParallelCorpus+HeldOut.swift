import Basics
package import Foundation

extension ParallelCorpus {
    /// Pairs of the corpus to test a model with, in the order of the corpus: lines of source and target
    /// with a tab between them.
    ///
    /// Which ones follows from the seed and their source sentences alone. None of them is like another
    /// one (``HeldOutText``) on the source side, and all have letters on both sides.
    ///
    /// - Parameters:
    ///   - count: The number of pairs, if there are as many.
    ///   - seed: Chooses them.
    ///   - progress: Called now and then with the share that is read, if it is known. What it throws
    ///     ends the reading.
    /// - Throws: `CalqueError` when a file cannot be read or is malformed, and what `progress` throws.
    package func heldOutTable(
        _ count: Int, seed: UInt64, progress: (Double?) throws -> Void = { _ in }
    ) throws -> Data {
        var choice = HeldOutChoice(count)
        let reader = try makeReader()
        var number = 0
        while let line = try reader.next(counting: &number, progress) {
            guard let source = line.source, let target = line.target,
                !source.utf8.contains(UInt8(ascii: "\t")),
                !target.utf8.contains(UInt8(ascii: "\t")), source.hasLetters, target.hasLetters,
                let key = FoldedText.key(of: source)
            else { continue }
            choice.offer(
                .init(
                    rank: RandomSource.mix(key ^ RandomSource.mix(seed)), number: number,
                    line: "\(source)\t\(target)\n"))
        }
        let lines = choice.chosen.sorted { $0.number < $1.number }.map(\.line).joined()
        return Data(lines.utf8)
    }
}

/// The pairs with the smallest ranks of those that were offered, only the first of equal ones.
private struct HeldOutChoice {
    struct Pair {
        let rank: UInt64
        let number: Int
        let line: String
    }

    private let count: Int
    private var pairs: [Pair] = []
    /// No pair of a larger rank is chosen any more.
    private var limit = UInt64.max

    init(_ count: Int) { self.count = count }

    mutating func offer(_ pair: Pair) {
        guard pair.rank <= limit else { return }
        pairs.append(pair)
        // Sorted now and then, a pair costs little, and memory stays small.
        if pairs.count >= 2 * count + 1024 { reduce() }
    }

    var chosen: [Pair] {
        var choice = self
        choice.reduce()
        return choice.pairs
    }

    private mutating func reduce() {
        pairs.sort { ($0.rank, $0.number) < ($1.rank, $1.number) }
        var kept: [Pair] = []
        for pair in pairs where kept.last?.rank != pair.rank {
            guard kept.count < count else { break }
            kept.append(pair)
        }
        pairs = kept
        if pairs.count == count, let last = pairs.last { limit = last.rank }
    }
}

extension String {
    fileprivate var hasLetters: Bool {
        unicodeScalars.contains { $0.isOfWord && $0.properties.isAlphabetic }
    }
}
