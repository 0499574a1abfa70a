import Foundation

/// The softmax of some scores, p_j = exp(s_j) / Σ_i exp(s_i), and how it changes with them:
/// ∂p_i / ∂s_j = p_i (δ_ij − p_j), the matrix diag(p) − p pᵀ.
///
/// Where one score is far above the others, 1 − p of its key is less than a number beside 1 can show, and
/// is what everything here depends on. So it is the sum of the other weights.
package struct SoftmaxRow {
    /// p.
    package let weights: [Double]
    /// The place of the largest weight.
    private let largest: Int

    /// The softmax of one score or more.
    package init(_ scores: [Double]) {
        precondition(!scores.isEmpty, "a softmax of no scores")
        var largest = 0
        for place in scores.indices where scores[place] > scores[largest] { largest = place }
        // Relative to the largest, so that no exponential is too large for a number.
        let exponentials = scores.map { exp($0 - scores[largest]) }
        let sum = exponentials.reduce(0, +)
        weights = exponentials.map { $0 / sum }
        self.largest = largest
    }

    /// The largest p_j.
    package var largestWeight: Double { weights[largest] }

    /// −Σ_j p_j log p_j, in nats.
    package var entropy: Double { weights.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) } }

    /// ‖diag(p) − p pᵀ‖, the root of the sum of all squares.
    package var gradientNorm: Double {
        let others = weights.indices.filter { $0 != largest }
        let rest = others.reduce(0) { $0 + weights[$1] }
        let squares = others.reduce(0) { $0 + weights[$1] * weights[$1] }
        let top = largestWeight
        // A row of the matrix: (1 − p_i)² + Σ_{j ≠ i} p_j², times p_i².
        var sum = top * top * (rest * rest + squares)
        for place in others {
            let p = weights[place]
            let besides = max(0, squares - p * p) + top * top
            sum += p * p * ((1 - p) * (1 - p) + besides)
        }
        return sum.squareRoot()
    }

    /// ‖(diag(p) − p pᵀ) K‖: the same with respect to a query whose products with the keys are the scores.
    /// Row i of the matrix is p_i (k_i − Σ_j p_j k_j).
    ///
    /// - Parameter keys: K. `[keys][d_k]`
    package func gradientNorm(through keys: [[Double]]) -> Double {
        precondition(keys.count == weights.count, "\(weights.count) weights of \(keys.count) keys")
        let origin = keys[largest]
        // The mean key, as seen from that of the largest weight.
        var mean = [Double](repeating: 0, count: origin.count)
        for (weight, key) in zip(weights, keys) {
            for place in mean.indices { mean[place] += weight * (key[place] - origin[place]) }
        }
        var sum = 0.0
        for (weight, key) in zip(weights, keys) {
            var squares = 0.0
            for place in mean.indices {
                let difference = key[place] - origin[place] - mean[place]
                squares += difference * difference
            }
            sum += weight * weight * squares
        }
        return sum.squareRoot()
    }
}
