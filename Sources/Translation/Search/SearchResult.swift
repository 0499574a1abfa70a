/// A translation as a search finds it.
public struct SearchResult: Sendable, Equatable {
    /// The target tokens, without start and end token.
    public let tokens: [Int32]
    /// log P of every token given the source and the tokens before it, and at last that of the end
    /// token; natural logarithms, as the model gives them. `[tokens.count + 1]`
    public let tokenLogProbabilities: [Float]
    /// log P(Y | X): the sum of ``tokenLogProbabilities``.
    public let logProbability: Double
    /// ``logProbability`` with ``SearchOptions/repetitionPenalty``; the same where that is off.
    public let penalizedLogProbability: Double
    /// What ``SearchOptions/coveragePenalty`` adds to the score: 0, or less.
    public let coveragePenalty: Double
    /// ``penalizedLogProbability`` under the length penalty, plus ``coveragePenalty``: what
    /// translations are ranked by.
    public let score: Double
    /// Whether the translation was ended at the maximum length, or because no other token was
    /// possible, where the model would have gone on.
    public let isCutOff: Bool

    init(
        tokens: [Int32], tokenLogProbabilities: [Float], penalizedLogProbability: Double,
        coveragePenalty: Double = 0, lengthPenalty: LengthPenalty, isCutOff: Bool
    ) {
        self.tokens = tokens
        self.tokenLogProbabilities = tokenLogProbabilities
        self.penalizedLogProbability = penalizedLogProbability
        self.coveragePenalty = coveragePenalty
        self.isCutOff = isCutOff
        logProbability = tokenLogProbabilities.reduce(0) { $0 + Double($1) }
        score =
            lengthPenalty.score(
                logProbability: penalizedLogProbability, length: tokenLogProbabilities.count)
            + coveragePenalty
    }
}
