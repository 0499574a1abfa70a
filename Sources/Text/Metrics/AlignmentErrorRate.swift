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
