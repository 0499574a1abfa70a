/// A translation as a search finds it.
public struct SearchResult: Sendable, Equatable {
    /// The target tokens, without start and end token.
    public let tokens: [Int32]
    /// log P of every token given the source and the tokens before it, and at last that of the end
    /// token; natural logarithms. `[tokens.count + 1]`
    public let tokenLogProbabilities: [Float]
    /// log P(Y | X): the sum of ``tokenLogProbabilities``.
    public let logProbability: Double
    /// ``logProbability`` under the length penalty: what translations are ranked by.
    public let score: Double
    /// Whether the translation was ended at the maximum length, or because no other token was
    /// possible, where the model would have gone on.
    public let isCutOff: Bool

    init(
        tokens: [Int32], tokenLogProbabilities: [Float], lengthPenalty: LengthPenalty,
        isCutOff: Bool
    ) {
        self.tokens = tokens
        self.tokenLogProbabilities = tokenLogProbabilities
        self.isCutOff = isCutOff
        logProbability = tokenLogProbabilities.reduce(0) { $0 + Double($1) }
        score = lengthPenalty.score(
            logProbability: logProbability, length: tokenLogProbabilities.count)
    }
}
