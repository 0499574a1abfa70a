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
