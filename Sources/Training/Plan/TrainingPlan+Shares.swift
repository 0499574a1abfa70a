import Basics

/// Whether an update suits those who share it.
extension TrainingPlan {
    /// Tokens that a worker computes at a time from which on its core is busy with products. With half of them
    /// it reaches three quarters of the rate, with a quarter of them half: what an update costs whatever it
    /// has, gradients that are cleared and added up above all, is as much for each worker.
    static let efficientShare = 256
    /// So few workers are no reason for another update.
    private static let few = 4

    /// What does not suit the workers, and what to do.
    var shares: String? {
        let tokens = updateTokens / (workers * accumulation)
        guard workers > Self.few, tokens < Self.efficientShare else { return nil }
        let ways = [
            accumulation > 1 ? "accumulation 1" : nil,
            "update-tokens \(Self.efficientShare * workers)",
            "workers \(max(1, updateTokens / Self.efficientShare))",
        ]
        let parts = accumulation == 1 ? "" : ", in \(accumulation) parts of \(tokens.grouped) each"
        return """
            each of \(workers) workers has \((updateTokens / workers).grouped) tokens of an update\(parts), and a \
            core is busy from about \(Self.efficientShare) on: \(ways.compactMap(\.self).joined(separator: " or ")) \
            would suit them
            """
    }
}
