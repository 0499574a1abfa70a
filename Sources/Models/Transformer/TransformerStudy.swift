/// What is taken out of a Transformer to study what it is there for: boxes of the paper's figure 1,
/// and what its text adds to them.
///
///     var configuration = TransformerConfiguration(embeddings)
///     configuration.study.without = [.positions]
///
/// Nothing is taken out unless it is asked for. A model that lacks something is saved under a
/// `model_type` of its own, `calque_transformer_study`, with the parts as a list, `without`; its other
/// keys are those of the whole model. No other program takes it for what it is not.
public struct TransformerStudy: Sendable, Equatable {
    /// What can be taken out. (One head instead of several, norms before the sublayers and learned
    /// positions are a whole model's own settings.)
    public enum Part: String, Sendable, CaseIterable, Codable {
        /// The division of scores by √d_k in all attentions (section 3.2.1): softmax(Q Kᵀ) V.
        case scaling
        /// W^Q, W^K and W^V of all attentions (section 3.2.2): queries, keys and values are the rows
        /// themselves, of which each head has its columns. Wᴼ stays.
        case projections
        /// A start of its own for every head (section 3.2.2): all heads of an attention begin with the
        /// weights of the first.
        ///
        /// Only the first weights are others. Heads that are alike get the same gradients, so training
        /// keeps them alike, unless something treats them differently, such as dropout of attention
        /// weights: what makes heads learn different things is that they begin as different things.
        case headStart = "head-start"
        /// The positional encoding (section 3.5): nothing is added to the embeddings.
        case positions
        /// The residual connection around every sublayer (section 3.1): LayerNorm(Sublayer(x)).
        case residual
        /// Every layer normalisation, that at the end of a stack too (section 3.1): x + Sublayer(x).
        case norm
        /// The feed-forward network of every layer, with its residual connection and norm (section
        /// 3.3).
        case feedForward = "feed-forward"
        /// The self-attention of every encoder layer, with its residual connection and norm (section
        /// 3.2.3): a source token knows nothing of the others.
        case encoderSelfAttention = "encoder-self-attention"
        /// The masked self-attention of every decoder layer, with its residual connection and norm
        /// (section 3.2.3): the decoder knows the last token that was said, and its place.
        case decoderSelfAttention = "decoder-self-attention"
        /// The mask of the decoder's self-attention (section 3.2.3).
        ///
        /// In training, and wherever a translation that is known is scored, a position then sees those
        /// after it, and with them the token that it is to predict. A decoder that translates cannot
        /// see what it has not said yet: step by step it attends to the positions so far, as with the
        /// mask. So a model can have next to no loss and translate nothing, for it has learned to copy
        /// what is not there when it translates. That is what the mask is for.
        case mask
        /// The attention of every decoder layer to the encoder's output, with its residual connection
        /// and norm (section 3.2.3): the decoder knows nothing of the source.
        case encoderDecoderAttention = "encoder-decoder-attention"
        /// The multiplication of embeddings by √d (section 3.4).
        case embeddingScaling = "embedding-scaling"
    }

    /// What is taken out.
    public var without: Set<Part>

    /// A model without some parts.
    public init(without: Set<Part> = []) {
        self.without = without
    }

    /// Whether nothing is taken out.
    public var isWhole: Bool { without.isEmpty }

    /// What is taken out, in the order of all parts.
    public var parts: [Part] { Part.allCases.filter(without.contains) }
}

/// As text: names with commas between them, such as `scaling,residual`.
extension TransformerStudy: LosslessStringConvertible {
    /// Reads ``description``; nil where a name is none of a part, or is there twice.
    public init?(_ description: String) {
        let names = description.split(separator: ",", omittingEmptySubsequences: false)
            .filter { _ in !description.isEmpty }
        let parts = names.compactMap { Part(rawValue: String($0)) }
        guard parts.count == names.count, Set(parts).count == parts.count else { return nil }
        self.init(without: Set(parts))
    }

    /// The names of ``parts``.
    public var description: String { parts.map(\.rawValue).joined(separator: ",") }
}

/// A list of names, in the order of all parts.
extension TransformerStudy: Codable {
    /// Reads ``encode(to:)``'s list.
    public init(from decoder: any Decoder) throws {
        self.init(without: Set(try decoder.singleValueContainer().decode([Part].self)))
    }

    /// Writes ``parts``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(parts)
    }
}

extension TransformerConfiguration {
    /// Whether the model has a part.
    func has(_ part: TransformerStudy.Part) -> Bool { !study.without.contains(part) }
}
