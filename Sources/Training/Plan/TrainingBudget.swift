import Text

/// How long a run may take: the limit that is reached first ends it.
public struct TrainingBudget: Sendable, Equatable {
    /// Updates of the weights.
    public var updates: Int?
    /// Passes over the text.
    public var epochs: Int?
    /// Seconds of training.
    public var seconds: Double?

    /// A budget of the limits given; without any the run ends when it gets no better.
    public init(updates: Int? = nil, epochs: Int? = nil, seconds: Double? = nil) {
        self.updates = updates
        self.epochs = epochs
        self.seconds = seconds
    }

    /// Whether anything is limited.
    public var isLimited: Bool { updates != nil || epochs != nil || seconds != nil }

    /// The tokens that a run gets through, counted as those of an update are; nil without a limit
    /// that tells.
    ///
    /// - Parameters:
    ///   - updateTokens: Tokens of an update.
    ///   - textTokens: Tokens of one pass over the text.
    ///   - tokensPerSecond: The speed, where it is known.
    func tokens(updateTokens: Int, textTokens: Int, tokensPerSecond: Double?) -> Double? {
        // No update goes beyond the end of the text.
        let perUpdate = Double(min(updateTokens, textTokens))
        let limits = [
            updates.map { Double($0) * perUpdate },
            epochs.map { Double($0) * Double(textTokens) },
            seconds.flatMap { seconds in tokensPerSecond.map { seconds * $0 } },
        ]
        return limits.compactMap(\.self).min()
    }
}

/// How far a run is.
extension TrainingBudget {
    /// What a run has used up.
    struct Use {
        /// Updates done.
        let updates: Int
        /// Passes over the text done, the part of one included.
        let epochs: Double
        /// Seconds of training.
        let seconds: Double
        /// Those of them before the first update, in which a model that existed was validated.
        let secondsBeforeUpdates: Double
    }

    /// The limit that is reached; nil while the run may go on.
    func reasonToStop(after use: Use) -> TrainingResult.Reason? {
        if let updates, use.updates >= updates { return .updates }
        if let epochs, use.epochs >= Double(epochs) { return .epochs }
        if let seconds, use.seconds >= seconds { return .time }
        return nil
    }

    /// The share of the nearest limit that is used up.
    func progress(after use: Use) -> Double? {
        let shares = [
            updates.map { Double(use.updates) / Double($0) },
            epochs.map { use.epochs / Double($0) },
            seconds.map { use.seconds / $0 },
        ]
        return shares.compactMap(\.self).max().map { min($0, 1) }
    }

    /// The updates that the run is expected to have in all, by the limit that is reached first; `nil`
    /// where that cannot be told yet.
    ///
    /// With a limit of time it depends on the clock: such a run cannot be repeated exactly.
    func expectedUpdates(after use: Use) -> Double? {
        let done = Double(use.updates)
        let numbers = [
            updates.map { Double($0) },
            epochs.flatMap { use.epochs > 0 ? done * Double($0) / use.epochs : nil },
            seconds.flatMap { seconds in
                guard use.updates > 0 else { return nil }
                return done + (seconds - use.seconds) * done
                    / (use.seconds - use.secondsBeforeUpdates)
            },
        ]
        return numbers.compactMap(\.self).min()
    }
}
