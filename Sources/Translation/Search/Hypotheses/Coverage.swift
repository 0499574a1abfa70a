import Foundation

/// How much of its attention a hypothesis has given to every source token: see
/// ``SearchOptions/coveragePenalty``.
struct Coverage {
    /// What a source token without attention counts as.
    private static let floor: Float = 1e-6

    /// Σ_j p_ij for every source token i; none before the first target token.
    private var sums: [Float] = []

    /// The coverage after one target token more.
    ///
    /// - Parameter attention: p_ij for every source token i.
    func adding(_ attention: [Float]) -> Coverage {
        var result = self
        result.sums = sums.isEmpty ? attention : zip(sums, attention).map { $0 + $1 }
        return result
    }

    /// β · Σ_i log(min(Σ_j p_ij, 1)).
    func penalty(_ beta: Double) -> Double {
        beta * sums.reduce(0) { $0 + log(Double(min(max($1, Self.floor), 1))) }
    }
}
