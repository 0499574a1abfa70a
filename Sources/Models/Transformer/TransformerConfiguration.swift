public import Layers
public import Tensors
public import Text

/// How positions reach the model.
public enum PositionKind: String, Sendable, CaseIterable {
    /// Sines and cosines of the position, as in the paper (section 3.5).
    case sinusoidal
    /// The same with the wavelengths of Marian (`PositionalEncoding.Wavelengths`): a model whose
    /// positions are these can be written for Marian's family.
    case marian
    /// A vector for each position that training learns.
    case learned
}

/// How a position of the decoder learns of those before it.
public enum DecoderKind: String, Sendable, CaseIterable {
    /// By masked self-attention, as in the paper (section 3.2.3).
    case selfAttention = "self-attention"
    /// By a simpler simple recurrent unit in its place (Kim et al. 2019): `SimpleRecurrentUnit`. A step
    /// takes as long at the end of a translation as at its beginning, which is what small fast models
    /// are for.
    case ssru
}

/// Sizes and options of a Transformer; the keys of `config.json` in the Hugging Face Marian layout.
public struct TransformerConfiguration: StoredConfiguration, Equatable {
    /// The vocabularies and their tables.
    public var embeddings: EmbeddingConfiguration
    /// The width d of every row (`d_model`).
    public var width = 512
    /// N of the encoder (`encoder_layers`).
    public var encoderLayers = 6
    /// N of the decoder (`decoder_layers`).
    public var decoderLayers = 6
    /// h of the encoder (`encoder_attention_heads`).
    public var encoderHeads = 8
    /// h of the decoder (`decoder_attention_heads`).
    public var decoderHeads = 8
    /// Inner width of the encoder's feed-forward network (`encoder_ffn_dim`).
    public var encoderInnerWidth = 2048
    /// Inner width of the decoder's feed-forward network (`decoder_ffn_dim`).
    public var decoderInnerWidth = 2048
    /// The feed-forward network's non-linearity (`activation_function`).
    public var activation = Activation.relu
    /// Dropout of sublayer outputs and embeddings (`dropout`; section 5.4).
    public var dropout: Float = 0.1
    /// Dropout of attention weights (`attention_dropout`).
    public var attentionDropout: Float = 0
    /// Dropout inside the feed-forward network (`activation_dropout`).
    public var activationDropout: Float = 0
    /// Whether embeddings are multiplied by √d (`scale_embedding`; section 3.4).
    public var scalesEmbedding = true
    /// Positions that exist (`max_position_embeddings`).
    public var maximumLength = 512
    /// Where norms stand (`normalize_before`).
    public var normPlacement = NormPlacement.post
    /// How positions are given (`position_embedding_type`).
    public var positions = PositionKind.sinusoidal
    /// How a position of the decoder learns of those before it (`decoder_type`).
    public var decoder = DecoderKind.selfAttention
    /// Whether the weights hold a table of sinusoidal positions for each side, which is used as it
    /// is instead of a computed one.
    public var storesPositions = false
    /// What is taken out to study what it is there for (`without`); nothing, unless somebody does.
    public var study = TransformerStudy()

    /// The paper's base model.
    public init(_ embeddings: EmbeddingConfiguration) {
        self.embeddings = embeddings
    }

    /// The paper's base model for a shared vocabulary.
    public init(vocabularySize: Int, specialTokens: SpecialTokens) {
        self.init(
            EmbeddingConfiguration(vocabularySize: vocabularySize, specialTokens: specialTokens))
    }

    /// Sets width, inner width, heads, layers, and the kinds of decoder and positions to those of a named
    /// size.
    public mutating func apply(_ size: ModelSize) {
        width = size.width
        encoderInnerWidth = size.innerWidth
        decoderInnerWidth = size.innerWidth
        encoderHeads = size.heads
        decoderHeads = size.heads
        encoderLayers = size.encoderLayers
        decoderLayers = size.decoderLayers
        decoder = size.decoder
        positions = size.positions
    }

    /// Sets d alone.
    public mutating func setWidth(_ width: Int) {
        self.width = width
    }

    /// The same model of another width d; the inner widths keep their proportion to it.
    public func scaled(toWidth width: Int) -> TransformerConfiguration {
        var scaled = self
        scaled.width = width
        scaled.encoderInnerWidth = encoderInnerWidth * width / self.width
        scaled.decoderInnerWidth = decoderInnerWidth * width / self.width
        return scaled
    }

    /// The Transformer of these sizes.
    public func makeModel() -> any SequenceToSequenceModel { Transformer(self) }

    /// Whether `transformers` knows this arrangement as its Marian model.
    var isMarian: Bool {
        normPlacement == .post && positions == .sinusoidal && decoder == .selfAttention
            && study.isWhole
    }
}

extension TransformerConfiguration {
    /// Sizes and options, in words.
    public var properties: [(name: String, value: String)] {
        let norm = normPlacement == .post ? "after" : "before"
        let whole = [
            ("architecture", "Transformer, norm \(norm) the sublayers"),
            ("width", "\(width)"),
            ("encoder", layers(encoderLayers, encoderHeads, encoderInnerWidth)),
            (
                "decoder",
                layers(decoderLayers, decoderHeads, decoderInnerWidth)
                    + (decoder == .ssru ? ", SSRU for self-attention" : "")
            ),
            ("activation", activation.rawValue),
            ("positions", positions.rawValue + (storesPositions ? ", stored" : "")),
        ]
        let parts = study.parts.map(\.rawValue).joined(separator: ", ")
        return whole + (study.isWhole ? [] : [("without, for study", parts)])
    }

    private func layers(_ count: Int, _ heads: Int, _ innerWidth: Int) -> String {
        "\(count) layers, \(heads) heads, inner width \(innerWidth)"
    }
}

/// Legend: S source tokens, T target tokens, d width, f inner width, V target vocabulary. Filler
/// rows do not count.
extension TransformerConfiguration {
    /// The output layer, the projections and feed-forward networks of both stacks, and attention.
    public func productOperations(of batch: Batch) -> Double {
        let d = Double(width)
        let output = 2 * d * Double(embeddings.targetVocabularySize) * Double(batch.labelCount)
        return Double(encoderLayers) * encoderLayer(batch, d)
            + Double(decoderLayers) * decoderLayer(batch, d) + output
    }

    /// Queries, keys, values and output: 4 d² a row; feed-forward: 2 d f a row; scores and mixture:
    /// 2 d a pair of positions.
    private func encoderLayer(_ batch: Batch, _ d: Double) -> Double {
        let rows = Double(batch.source.tokenCount)
        let pairs = batch.source.lengths.reduce(0) { $0 + $1 * $1 }
        let own = feedForward(d, encoderInnerWidth) * rows
        guard has(.encoderSelfAttention) else { return 2 * own }
        return 2 * (own + (projections(3) + 1) * d * d * rows + 2 * d * Double(pairs))
    }

    /// How many of so many projections there are.
    private func projections(_ count: Double) -> Double { has(.projections) ? count : 0 }

    private func feedForward(_ d: Double, _ innerWidth: Int) -> Double {
        has(.feedForward) ? 2 * d * Double(innerWidth) : 0
    }

    /// What a position learns of those before it, and a second attention whose keys and values are
    /// made of source rows.
    private func decoderLayer(_ batch: Batch, _ d: Double) -> Double {
        let (source, target) = (batch.source.lengths, batch.target.lengths)
        let rows = Double(batch.target.tokenCount)
        let own = autoregression(batch, d) + feedForward(d, decoderInnerWidth) * rows
        guard has(.encoderDecoderAttention) else { return 2 * own }
        let sourcePairs = zip(source, target).reduce(0) { $0 + $1.0 * $1.1 }
        let memory = projections(2) * d * d * Double(batch.source.tokenCount)
        let crossing = (projections(1) + 1) * d * d * rows
        return 2 * (own + crossing + memory + 2 * d * Double(sourcePairs))
    }

    /// Multiplications of self-attention as in the encoder, with positions up to one's own; or of the
    /// two products of a recurrent unit, 2 d² a row.
    private func autoregression(_ batch: Batch, _ d: Double) -> Double {
        let rows = Double(batch.target.tokenCount)
        guard has(.decoderSelfAttention) else { return 0 }
        guard decoder == .selfAttention else { return 2 * d * d * rows }
        let pairs = batch.target.lengths.reduce(0) {
            $0 + (has(.mask) ? $1 * ($1 + 1) / 2 : $1 * $1)
        }
        return (projections(3) + 1) * d * d * rows + 2 * d * Double(pairs)
    }
}
