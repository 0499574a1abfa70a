public import Layers
public import Translation

/// The attention of one head at one token, step by step with the model's own numbers.
public struct InspectedSteps: Sendable, Equatable, Codable {
    /// Which of the three attentions.
    public let site: AttentionSite
    /// The layer, from 0.
    public let layer: Int
    /// The head, from 0.
    public let head: Int
    /// The query's place among those of the site, from 0.
    public let token: Int
    /// The piece whose query it is; in the decoder, the one that is predicted there.
    public let query: String
    /// The pieces that it looks at; in the decoder, what was said so far and, masked, what is to
    /// come. `[keys]`
    public let keys: [String]
    /// The weights that the model computed, which are those of ``steps`` but for rounding. `[keys]`
    public let recordedWeights: [Float]
    /// The steps: the head's query, keys and values, and what becomes of them, computed again in
    /// plain loops.
    public let steps: FuzzyDictionary
}

extension Translator {
    /// The attention of one head at one token, step by step.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    ///   - site: Which of the three attentions.
    ///   - layer: From 0; nil for the last.
    ///   - head: From 0.
    ///   - token: The query's place among those of the site, from 0.
    /// - Throws: As `inspectProjections(of:to:)`, and when there is no such layer, head or token.
    public func inspectSteps(
        of source: String, to target: String? = nil, at site: AttentionSite, layer: Int? = nil,
        head: Int = 0, token: Int = 0
    ) async throws -> InspectedSteps {
        try await inspectProjections(of: source, to: target)
            .steps(at: site, layer: layer, head: head, token: token)
    }
}
