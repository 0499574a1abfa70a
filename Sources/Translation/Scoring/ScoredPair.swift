public import Basics
public import Text

/// A pair and its score, for programs. One that the model could not read keeps its place: it has the
/// reason instead.
public struct ScoredPair: Sendable, Codable, Equatable {
    /// log P of the translation, natural logarithm, end token included; nil where there is none.
    public let score: Double?
    /// The translation's pieces, the end token's last.
    public let tokens: [String]
    /// Why there is no score.
    public let error: String?

    /// The result for a pair.
    ///
    /// - Parameters:
    ///   - result: The pair with its score, or what is wrong with it.
    ///   - tokenizer: That of the target side.
    public init(
        _ result: Result<(pair: EncodedPair, value: PairScore), CalqueError>,
        _ tokenizer: SubwordTokenizer
    ) {
        switch result {
        case .success(let (pair, value)):
            score = value.logProbability
            tokens = tokenizer.pieces(ofIDs: pair.target)
            error = nil
        case .failure(let problem):
            score = nil
            tokens = []
            error = problem.message
        }
    }

    /// Every object has a score, which may be null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(score, forKey: .score)
        try container.encode(tokens, forKey: .tokens)
        try container.encodeIfPresent(error, forKey: .error)
    }
}
