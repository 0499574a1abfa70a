import Basics
import Foundation

/// Scaled dot-product attention of one query, step by step (Vaswani et al. 2017, section 3.2.1,
/// equation 1), in plain loops:
///
///     score_j  = q · k_j
///     scaled_j = score_j / √d_k
///     weight_j = exp(scaled_j) / Σ_i exp(scaled_i), over the keys that the query may see
///     output   = Σ_j weight_j v_j
///
/// It is a dictionary that is looked up with a query that need not equal any key: each value comes
/// out by as much as its key is like the query. Of keys of one length, the one that equals the
/// query has the largest product with it (Cauchy and Schwarz), and those like it get a share.
///
/// The same for all queries and heads at once: `Reference.Attention`.
public struct FuzzyDictionary: Sendable, Equatable, Codable {
    /// q: what is looked for. `[d_k]`
    public let query: [Double]
    /// k: what it is compared with. `[keys][d_k]`
    public let keys: [[Double]]
    /// v: what is found. `[keys][d_v]`
    public let values: [[Double]]
    /// Whether the query may not see a key (section 3.2.3: the decoder's mask). `[keys]`
    public let isMasked: [Bool]
    /// q · k, of masked keys, too. `[keys]`
    public let scores: [Double]
    /// q · k / √d_k, of masked keys, too. `[keys]`
    public let scaledScores: [Double]
    /// Their softmax: 0 for masked keys, 1 in all. `[keys]`
    public let weights: [Double]
    /// weight · v. `[keys][d_v]`
    public let weightedValues: [[Double]]
    /// The sum of the weighted values. `[d_v]`
    public let output: [Double]

    /// Looks a query up.
    ///
    /// - Parameters:
    ///   - query: `[d_k]`.
    ///   - keys: `[keys][d_k]`.
    ///   - values: `[keys][d_v]`.
    ///   - isMasked: Whether the query may not see a key, for each; nil where it sees all.
    /// - Throws: `CalqueError` when the widths or numbers of vectors do not go together, a number
    ///   is not finite, or there is no key that the query may see.
    public init(
        query: [Double], keys: [[Double]], values: [[Double]], isMasked: [Bool]? = nil
    ) throws {
        let isMasked = isMasked ?? keys.map { _ in false }
        if let problem = Self.problem(query, keys, values, isMasked) {
            throw CalqueError(problem, kind: .input)
        }
        self.init(query, keys, values, isMasked: isMasked)
    }

    /// Looks a query up whose vectors go together.
    ///
    /// - Parameter scale: What scores are multiplied by; nil for 1 / √d_k.
    init(
        _ query: [Double], _ keys: [[Double]], _ values: [[Double]], isMasked: [Bool],
        scale: Double? = nil
    ) {
        self.query = query
        self.keys = keys
        self.values = values
        self.isMasked = isMasked
        let scale = scale ?? 1 / Double(query.count).squareRoot()  // 1 / √d_k
        scores = keys.map { key in zip(query, key).reduce(0) { $0 + $1.0 * $1.1 } }
        scaledScores = scores.map { $0 * scale }
        weights = Self.softmax(scaledScores, isMasked)
        weightedValues = zip(weights, values).map { weight, value in value.map { weight * $0 } }
        let width = values.first?.count ?? 0
        output = weightedValues.reduce([Double](repeating: 0, count: width)) {
            zip($0, $1).map(+)
        }
    }

    /// The softmax over what is not masked, relative to the largest, so that no exponential is too
    /// large for a number.
    private static func softmax(_ x: [Double], _ isMasked: [Bool]) -> [Double] {
        let largest = zip(x, isMasked).filter { !$1 }.map(\.0).max() ?? 0
        let exponentials = zip(x, isMasked).map { $1 ? 0 : exp($0 - largest) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    private static func problem(
        _ query: [Double], _ keys: [[Double]], _ values: [[Double]], _ isMasked: [Bool]
    ) -> String? {
        guard !query.isEmpty else { return "The query has no numbers. Give it one at least." }
        guard keys.count == values.count, keys.count == isMasked.count else {
            return
                "There are \(keys.count) keys, \(values.count) values and \(isMasked.count) marks "
                + "of a mask. Give every key a value and a mark."
        }
        if let key = keys.firstIndex(where: { $0.count != query.count }) {
            return "Key \(key + 1) has \(keys[key].count) numbers, and the query \(query.count). "
                + "Give both as many."
        }
        if let value = values.firstIndex(where: { $0.count != values[0].count || $0.isEmpty }) {
            return "Value \(value + 1) has \(values[value].count) numbers, and the first "
                + "\(values[0].count). Give all as many, and one at least."
        }
        guard ([query] + keys + values).allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            return "The query, a key or a value has a number that is not finite."
        }
        guard isMasked.contains(false) else {
            return "There is no key that the query may see. Give one at least."
        }
        return nil
    }
}

extension FuzzyDictionary {
    /// The worked example, with d_k = d_v = 3: a query that equals the second key. All keys have
    /// the length 3; the first is like the query, the third at a right angle to it. The values are
    /// such that the output says how much of each there is.
    public static let example = FuzzyDictionary(
        [1, 2, 2], [[2, 2, 1], [1, 2, 2], [2, -2, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        isMasked: [false, false, false])
}
