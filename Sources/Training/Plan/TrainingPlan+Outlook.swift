import Layers

extension TrainingPlan {
    /// Fewer updates than these leave weights near where they began.
    private static let fewestUpdates = 300.0

    /// What has to be said before a run starts, because nothing can come of it: a sentence each.
    public var warnings: [String] {
        guard let expectedUpdates else { return [] }
        var warnings: [String] = []
        let updates = Int(expectedUpdates.rounded())
        if case .updates(let warmup) = warmup, Double(warmup) >= expectedUpdates {
            warnings.append(
                """
                The warm-up takes \(warmup) updates, and the run has \(updates): it ends before its learning rate \
                is reached. Shorten the warm-up, or train for longer.
                """)
        }
        if expectedUpdates < Self.fewestUpdates {
            warnings.append(
                """
                The run has only \(updates) updates, after which a model can hardly say anything. Train for longer, \
                or with a smaller size or fewer tokens in an update.
                """)
        }
        return warnings
    }
}
