import Basics

/// What the width of queries and keys does to the scores of dot-product attention, and what becomes of
/// their softmax, with and without the factor 1 / √d_k (Vaswani et al. 2017, section 3.2.1, footnote 4).
///
/// Queries and keys are vectors of independent numbers with the mean 0 and the variance 1: drawn, not
/// learned. Then q · k = Σ_i q_i k_i has the mean 0 and the variance d_k, and q · k / √d_k the variance 1.
/// The wider the vectors, the further apart are the scores of one query, and the nearer is their softmax
/// to a choice of one key, which small changes of the scores do not change.
public struct ScaledScores: Sendable, Equatable, Codable {
    /// How large something is, over all queries.
    public struct Size: Sendable, Equatable, Codable {
        /// The mean.
        public let mean: Double
        /// What half of the queries have less of.
        public let median: Double
    }

    /// The scores of a width and what the softmax makes of them, p = softmax(factor · q · k).
    public struct Scores: Sendable, Equatable, Codable {
        /// What q · k is multiplied by: 1, or 1 / √d_k.
        public let factor: Double
        /// The variance of the scores that enter the softmax.
        public let variance: Double
        /// The mean of −Σ_j p_j log p_j, in nats: log n for a query that looks at n keys alike, 0 for one
        /// that looks at a single key.
        public let entropy: Double
        /// The mean of the largest p_j.
        public let largestWeight: Double
        /// ‖∂p/∂score‖, the Frobenius norm of diag(p) − p pᵀ: how much p changes with the scores that
        /// enter the softmax, whether scaled or not. This is the gradient that the paper speaks of; with
        /// respect to q · k it is ``factor`` times as large. It does not count how far the scores move
        /// when the query does, which is further where they are not scaled: see ``queryGradient``.
        public let gradient: Size
        /// ‖∂p/∂q‖, the Frobenius norm of factor · (diag(p) − p pᵀ) K: how much p changes with the query,
        /// whose numbers have one size at any width. All that lies between is in it, the factor and the
        /// keys, so that scaled and unscaled can be compared as they reach a model's weights. Without the
        /// factor its mean does not fall with the width, and its median does: most queries get next to
        /// nothing, and the few that stand between two keys get much.
        public let queryGradient: Size
    }

    /// What was found out for one width.
    public struct Width: Sendable, Equatable, Codable {
        /// d_k: how many numbers a query and a key have.
        public let width: Int
        /// Of q · k as it is.
        public let unscaled: Scores
        /// Of q · k / √d_k.
        public let scaled: Scores
    }

    /// n: how many keys a query is compared with.
    public let keys: Int
    /// How many queries were drawn for each width, each with keys of its own.
    public let samples: Int
    /// What the numbers were drawn with.
    public let seed: UInt64
    /// The widths, as they were asked for.
    public let widths: [Width]

    /// The powers of two up to the width of the paper's model, 1, 2, 4 … 512.
    public static let commonWidths = (0...9).map { 1 << $0 }

    /// Draws queries and keys, and measures.
    ///
    /// - Parameters:
    ///   - widths: The d_k to be measured. What is drawn for one does not depend on the others.
    ///   - keys: How many keys a query is compared with.
    ///   - samples: How many queries are drawn for each width.
    ///   - seed: What the numbers follow from.
    /// - Throws: `CalqueError` when there is no width, or a number is below 1 (2 keys) or larger than
    ///   anybody could wait for.
    public init(
        widths: [Int] = commonWidths, keys: Int = 16, samples: Int = 2000, seed: UInt64 = 1
    ) throws {
        try Self.check("widths d_k", widths, in: 1...1 << 14)
        try Self.check("keys", [keys], in: 2...1024)
        try Self.check("samples", [samples], in: 1...1_000_000)
        try Self.check(
            "multiplications, widths by keys by samples,", [widths.reduce(0, +) * keys * samples],
            in: 1...10_000_000_000)
        self.keys = keys
        self.samples = samples
        self.seed = seed
        self.widths = widths.map { width in
            // A generator for each width, whichever widths come before it.
            var random = RandomSource(seed: seed, path: width)
            return Width(width, keys: keys, samples: samples, &random)
        }
    }

    private static func check(
        _ name: String, _ numbers: [Int], in range: ClosedRange<Int>
    ) throws {
        guard !numbers.isEmpty, numbers.allSatisfy(range.contains) else {
            throw CalqueError(
                "The numbers of \(name) have to lie between \(range.lowerBound) and "
                    + "\(range.upperBound.grouped), and there has to be one.", kind: .configuration)
        }
    }
}

extension ScaledScores.Width {
    fileprivate init(_ width: Int, keys: Int, samples: Int, _ random: inout RandomSource) {
        var unscaled = ScoreSums(factor: 1)
        var scaled = ScoreSums(factor: 1 / Double(width).squareRoot())
        for _ in 0..<samples {
            let query = random.normalVector(width)
            let keys = (0..<keys).map { _ in random.normalVector(width) }
            let products = keys.map { dotProduct(query, $0) }
            unscaled.add(products, keys)
            scaled.add(products, keys)
        }
        self.width = width
        self.unscaled = unscaled.scores
        self.scaled = scaled.scores
    }
}

extension RandomSource {
    /// Independent standard normal numbers.
    fileprivate mutating func normalVector(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(nextNormal()) }
    }
}

/// What is added up of the scores of all queries.
private struct ScoreSums {
    private let factor: Double
    private var score = MeanSum()
    private var square = MeanSum()
    private var entropy = MeanSum()
    private var largestWeight = MeanSum()
    private var gradients: [Double] = []
    private var queryGradients: [Double] = []

    init(factor: Double) {
        self.factor = factor
    }

    /// Counts a query.
    ///
    /// - Parameters:
    ///   - products: q · k. `[keys]`
    ///   - keys: `[keys][d_k]`.
    mutating func add(_ products: [Double], _ keys: [[Double]]) {
        let scores = products.map { $0 * factor }
        for value in scores {
            score.add(value)
            square.add(value * value)
        }
        let softmax = SoftmaxRow(scores)
        entropy.add(softmax.entropy)
        largestWeight.add(softmax.largestWeight)
        gradients.append(softmax.gradientNorm)
        queryGradients.append(factor * softmax.gradientNorm(through: keys))
    }

    var scores: ScaledScores.Scores {
        let mean = score.mean ?? 0
        return ScaledScores.Scores(
            factor: factor, variance: (square.mean ?? 0) - mean * mean,
            entropy: entropy.mean ?? 0, largestWeight: largestWeight.mean ?? 0,
            gradient: ScaledScores.Size(of: gradients),
            queryGradient: ScaledScores.Size(of: queryGradients))
    }
}

extension ScaledScores.Size {
    /// - Parameter numbers: One or more.
    fileprivate init(of numbers: [Double]) {
        let sorted = numbers.sorted()
        mean = numbers.reduce(0, +) / Double(numbers.count)
        median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
