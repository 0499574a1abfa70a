import Basics
public import Layers
import Models
import Text
public import Translation

/// What the layers of a Transformer do on the way to a translation: what each would say if it were
/// the last, and what each sublayer adds to what goes through the stack.
///
/// The first is the "logit lens" (nostalgebraist 2020): the decoder's state after every layer goes
/// through the output table, as only that after the last does in the model. Where norms stand
/// before the sublayers, it goes through the norm at the end of the stack first.
public struct InspectedLayers: Sendable, Equatable, Codable {
    /// A token that a layer would say.
    public struct Candidate: Sendable, Equatable, Codable {
        /// The token's id.
        public let token: Int32
        /// The piece as people read it.
        public let piece: String
        /// Its probability, of all tokens that there are.
        public let probability: Double
    }

    /// What a layer would say at one target position, given the source and the tokens before it.
    public struct Prediction: Sendable, Equatable, Codable {
        /// The most probable tokens, the best first: five, or all where there are fewer. What the
        /// model never says, such as padding, is not among them.
        public let best: [Candidate]
        /// The rank, from 1, of the token that the last layer says.
        public let finalRank: Int
        /// The probability of that token.
        public let finalProbability: Double
        /// The rank, from 1, of the token that the translation has here.
        public let targetRank: Int
        /// The probability of that token.
        public let targetProbability: Double
    }

    /// What a sublayer does.
    public enum SublayerKind: String, Sendable, Codable, CaseIterable {
        /// Looks at the rows of its own side.
        case selfAttention = "self-attention"
        /// Carries on with the rows before, in the place of the decoder's self-attention.
        case recurrentUnit = "recurrent unit"
        /// Looks at the source.
        case encoderDecoderAttention = "encoder-decoder attention"
        /// The feed-forward network.
        case feedForward = "feed-forward"
    }

    /// What a sublayer adds to the rows that it stands beside (section 3.1 of the paper:
    /// x + Sublayer(x)).
    public struct Sublayer: Sendable, Equatable, Codable {
        /// The half of the model.
        public let stack: AttentionRecord.Stack
        /// The layer, from 0.
        public let layer: Int
        /// What it does.
        public let kind: SublayerKind
        /// |x|: the mean over the tokens of the Euclidean norm of what it is added to.
        public let residualNorm: Double
        /// |Sublayer(x)|: the mean over the tokens of the norm of what is added.
        public let addedNorm: Double
        /// The mean over the tokens of the cosine of both: 1 where it only makes x longer, 0 where
        /// it says something else, below 0 where it takes away.
        public let cosine: Double
        /// |Sublayer(x)| / |x|, of the means.
        public let ratio: Double
    }

    /// The source.
    public let source: InspectedText
    /// The translation.
    public let target: InspectedText
    /// What each layer of the decoder would say at each target position; the first is what enters
    /// the lowest layer, the last what the model says. `[layers + 1][target tokens]`
    public let predictions: [[Prediction]]
    /// The sublayers in the order in which they run, the encoder's first.
    public let sublayers: [Sublayer]

    /// The sublayers of a half of the model.
    public func sublayers(of stack: AttentionRecord.Stack) -> [Sublayer] {
        sublayers.filter { $0.stack == stack }
    }
}

extension Translator {
    /// What the layers do while the model predicts a translation.
    ///
    /// - Parameters:
    ///   - source: A line, as one sentence.
    ///   - target: A translation; nil for the one that greedy search finds.
    /// - Throws: `CalqueError` when a side is empty or too long, the model is no Transformer, or
    ///   its numbers are not finite.
    public func inspectLayers(
        of source: String, to target: String? = nil
    ) async throws -> InspectedLayers {
        try await inspectLayers(of: try await pair(of: source, to: target))
    }

    func inspectLayers(of pair: EncodedPair) async throws -> InspectedLayers {
        guard let model = model as? Transformer else {
            throw CalqueError(
                "The model has no layers that could be looked between: only a Transformer's "
                    + "decoder has after each of them what its output layer can read.",
                kind: .configuration
            )
        }
        let reading = try await onWorker(over: pair) { LayerReading(of: pair, by: model, $0) }
        guard reading.isFinite else { throw CalqueError.notFinite("predicts") }
        return InspectedLayers(pair, reading, tokenizer)
    }
}

extension InspectedLayers {
    init(_ pair: EncodedPair, _ reading: LayerReading, _ tokenizer: TranslationTokenizer) {
        source = InspectedText(pair.source, tokenizer.source)
        target = InspectedText(pair.target, tokenizer.target)
        predictions = reading.predictions.map { layer in
            layer.map { Prediction($0, tokenizer.target) }
        }
        sublayers = reading.sublayers
    }
}

extension InspectedLayers.Prediction {
    fileprivate init(_ prediction: LayerReading.Prediction, _ tokenizer: SubwordTokenizer) {
        let pieces = InspectedText.pieces(prediction.best.map(\.token), tokenizer)
        best = zip(prediction.best, pieces).map {
            InspectedLayers.Candidate(token: $0.token, piece: $1, probability: $0.probability)
        }
        finalRank = prediction.final.rank
        finalProbability = prediction.final.probability
        targetRank = prediction.target.rank
        targetProbability = prediction.target.probability
    }
}
