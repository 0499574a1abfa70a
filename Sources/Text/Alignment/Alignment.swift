/// Which words of a sentence and of its translation belong together.
public struct Alignment: Sendable, Equatable {
    /// A source word and a target word that belong together, by their places from 0.
    public struct Link: Sendable, Hashable, Comparable {
        /// The source word's place.
        public let source: Int
        /// The target word's place.
        public let target: Int

        /// A link of its two places.
        public init(source: Int, target: Int) {
            self.source = source
            self.target = target
        }

        /// The order by source word, then by target word.
        public static func < (left: Link, right: Link) -> Bool {
            (left.source, left.target) < (right.source, right.target)
        }
    }

    /// The links, each once, in order.
    public let links: [Link]

    /// The alignment of some links in any order.
    public init(_ links: some Sequence<Link>) {
        self.links = Set(links).sorted()
    }
}

extension Alignment: Codable {
    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        self.init(try [Link](from: decoder))
    }

    /// Writes a list of links: `[[0, 0], [1, 2], [2, 1]]`.
    public func encode(to encoder: any Encoder) throws {
        try links.encode(to: encoder)
    }
}

extension Alignment.Link: Codable {
    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        var places = try decoder.unkeyedContainer()
        self.init(source: try places.decode(Int.self), target: try places.decode(Int.self))
    }

    /// Writes the two places, the source's first.
    public func encode(to encoder: any Encoder) throws {
        var places = encoder.unkeyedContainer()
        try places.encode(source)
        try places.encode(target)
    }
}

extension Alignment: LosslessStringConvertible {
    /// Reads the form that Pharaoh introduced and Marian and fast_align write: pairs of places with
    /// spaces between them, `0-0 1-2 2-1`. Nil for any other text.
    public init?(_ description: String) {
        let pairs = description.split(separator: " ")
        let links = pairs.compactMap { pair -> Link? in
            let places = pair.split(separator: "-", omittingEmptySubsequences: false)
            guard places.count == 2, let source = UInt32(places[0]), let target = UInt32(places[1])
            else { return nil }
            return Link(source: Int(source), target: Int(target))
        }
        guard links.count == pairs.count else { return nil }
        self.init(links)
    }

    /// The links in Pharaoh's form.
    public var description: String {
        links.map { "\($0.source)-\($0.target)" }.joined(separator: " ")
    }
}

/// How far alignments are from reference alignments (Och & Ney 2003, "A Systematic Comparison of
/// Various Statistical Alignment Models", section 6.1), with all links of the reference sure.
public struct AlignmentErrorRate: Sendable, Equatable {
    private var foundCount = 0
    private var referenceCount = 0
    private var commonCount = 0

    /// Of no sentence yet.
    public init() {}

    /// Counts a sentence's links.
    public mutating func add(_ found: Alignment, reference: Alignment) {
        foundCount += found.links.count
        referenceCount += reference.links.count
        commonCount += Set(found.links).intersection(reference.links).count
    }

    /// The share of the links found that the reference has: |A ∩ R| / |A|.
    public var precision: Double { share(of: foundCount) }

    /// The share of the reference's links that were found: |A ∩ R| / |R|.
    public var recall: Double { share(of: referenceCount) }

    /// AER = 1 − 2 |A ∩ R| / (|A| + |R|): 0 for the reference itself, 1 for nothing in common.
    public var value: Double {
        let all = foundCount + referenceCount
        return all == 0 ? 0 : 1 - 2 * Double(commonCount) / Double(all)
    }

    private func share(of count: Int) -> Double {
        count == 0 ? 1 : Double(commonCount) / Double(count)
    }
}
