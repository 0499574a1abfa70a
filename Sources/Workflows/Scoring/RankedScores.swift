/// Scores by their rank, of which there may be more than fit into memory: they are read twice, and
/// counted by the upper and then by the lower half of their bits.
package struct RankedScores {
    /// The score at a rank.
    package struct Rank: Equatable {
        /// The score.
        package let score: Float
        /// How many are higher.
        package let higherCount: Int
    }

    /// Lets whoever is given take every score, from the first to the last.
    package typealias Reading = (_ take: (Float) -> Void) throws -> Void

    /// As many as there are halves of 32 bits.
    private static let places = 1 << 16

    /// How many scores there are.
    package let count: Int
    private let upperCounts: [Int]
    private let read: Reading

    /// Scores, which are read once.
    ///
    /// - Parameter read: Reads them; none is below 0.
    package init(_ read: @escaping Reading) throws {
        var counts = [Int](repeating: 0, count: Self.places)
        try read { counts[Int($0.bitPattern >> 16)] += 1 }
        upperCounts = counts
        count = counts.reduce(0, +)
        self.read = read
    }

    /// The scores at some ranks, which are read once more.
    ///
    /// - Parameter ranks: Numbers below ``count``, 0 for the highest score.
    package func ranks(_ ranks: [Int]) throws -> [Rank] {
        let uppers = ranks.map { Self.place($0, in: upperCounts) }
        var counts = Dictionary(
            uppers.map { ($0.place, [Int](repeating: 0, count: Self.places)) }
        ) { first, _ in first }
        try read { counts[Int($0.bitPattern >> 16)]?[Int($0.bitPattern & 0xFFFF)] += 1 }
        return zip(ranks, uppers).map { rank, upper in
            let lower = Self.place(rank - upper.before, in: counts[upper.place] ?? [])
            let bits = UInt32(upper.place << 16 | lower.place)
            return Rank(score: Float(bitPattern: bits), higherCount: upper.before + lower.before)
        }
    }

    /// Where a rank is among counts that are taken from the last one, and how much comes before.
    private static func place(_ rank: Int, in counts: [Int]) -> (place: Int, before: Int) {
        var before = 0
        for place in counts.indices.reversed() {
            if rank < before + counts[place] { return (place, before) }
            before += counts[place]
        }
        preconditionFailure("rank \(rank) of \(before) scores")
    }
}
