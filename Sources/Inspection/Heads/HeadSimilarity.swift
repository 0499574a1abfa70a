import Foundation

/// How alike the heads of a layer are.
public enum HeadSimilarity: String, Sendable, CaseIterable, Codable {
    /// By where they look: the mean Jensen-Shannon divergence of their rows, in nats. It is 0 for two
    /// heads that look alike, and log 2 for two that never look at the same token.
    case weights
    /// By what they write: the mean cosine of what they add to the output of the attention. It is 1 for
    /// two heads that add the same, and 0 for two that add nothing in common.
    case outputs
}

/// Adds up how alike the heads of a layer are.
package struct SimilaritySums: Sendable {
    private let heads: Int
    /// `[heads · heads]`
    private var divergences: [MeanSum]
    /// `[heads · heads]`
    private var cosines: [MeanSum]

    /// Of no row yet.
    package init(heads: Int) {
        self.heads = heads
        divergences = Array(repeating: MeanSum(), count: heads * heads)
        cosines = divergences
    }

    /// Counts the weights of all heads in a text, `[heads][queries][keys]`.
    package mutating func add(weights: [[[Float]]]) {
        for query in (weights.first ?? []).indices {
            let rows = weights.map { $0[query] }
            let entropies = rows.map(\.entropy)
            for (one, other) in pairs {
                let mixture = zip(rows[one], rows[other]).map { ($0 + $1) / 2 }
                let divergence = mixture.entropy - (entropies[one] + entropies[other]) / 2
                divergences[one * heads + other].add(max(0, divergence))
            }
        }
    }

    /// Counts what all heads add to a text's rows, `[heads][rows, width]`. A row to which one of two
    /// heads adds nothing says nothing of them.
    ///
    /// - Parameter rows: The rows that belong to the text: the first ones.
    package mutating func add(contributions: [[Float]], rows: Int, width: Int) {
        for row in 0..<rows {
            let range = row * width..<(row + 1) * width
            let vectors = contributions.map { $0[range] }
            let norms = vectors.map { Self.dot($0, $0).squareRoot() }
            for (one, other) in pairs where norms[one] > 0 && norms[other] > 0 {
                let cosine = Self.dot(vectors[one], vectors[other]) / (norms[one] * norms[other])
                cosines[one * heads + other].add(cosine)
            }
        }
    }

    /// Every two heads once, the smaller number first, and each with itself.
    private var pairs: [(Int, Int)] {
        (0..<heads).flatMap { one in (one..<heads).map { (one, $0) } }
    }

    private static func dot(_ x: ArraySlice<Float>, _ y: ArraySlice<Float>) -> Double {
        zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    static func += (total: inout SimilaritySums, other: SimilaritySums) {
        for place in total.divergences.indices {
            total.divergences[place] += other.divergences[place]
            total.cosines[place] += other.cosines[place]
        }
    }

    /// The means, `[heads][heads]`; nil where no row was counted for two of the heads.
    package func matrix(_ kind: HeadSimilarity) -> [[Double]]? {
        let sums = kind == .weights ? divergences : cosines
        let means = (0..<heads).map { row in
            (0..<heads).compactMap { sums[min(row, $0) * heads + max(row, $0)].mean }
        }
        return means.allSatisfy { $0.count == heads } ? means : nil
    }
}
