public import Layers
public import Models
public import Tensors

extension TrainingRecipe {
    /// What the model is: an architecture in a named size, and what differs from it; or a model that
    /// exists.
    public struct ModelSettings: Sendable, Equatable {
        /// The model directory whose weights and tokenizer training starts from; nil for random
        /// weights.
        public var base: String?
        /// The kind of model.
        public var architecture = Architecture.transformer
        /// The named size; nil for the largest that text and time suffice for.
        public var size: ModelSize?
        /// Width d of every row, or state; nil for the size's.
        public var width: Int?
        /// The most tokens of a sentence, end token included.
        public var maximumLength = 512
        /// Dropout of embeddings and of what goes from layer to layer; nil for what suits the number
        /// of passes over the text.
        public var dropout: Float?
        /// Whether source and target have an embedding each.
        public var separatesEmbeddings = false
        /// Whether the output layer has weights of its own.
        public var untiesOutput = false
        /// What differs from a size of the Transformer.
        public var transformer = TransformerSettings()
        /// What differs from a size of a recurrent model.
        public var recurrent = RecurrentSettings()
        /// What differs from a size of a Neural Turing Machine.
        public var machine = MachineSettings()

        /// The Transformer, in a size that suits the text.
        public init() {}
    }

    /// What differs from a named size of the Transformer.
    public struct TransformerSettings: Sendable, Equatable {
        /// Inner width of the feed-forward networks.
        public var innerWidth: Int?
        /// Attention heads.
        public var heads: Int?
        /// Layers of the encoder.
        public var encoderLayers: Int?
        /// Layers of the decoder.
        public var decoderLayers: Int?
        /// Non-linearity of the feed-forward networks.
        public var activation: Activation?
        /// Where norms stand.
        public var norm: NormPlacement?
        /// How positions are given.
        public var positions: PositionKind?
        /// How a position of the decoder learns of those before it.
        public var decoder: DecoderKind?
        /// Dropout of attention weights.
        public var attentionDropout: Float?
        /// Dropout inside the feed-forward networks.
        public var activationDropout: Float?
        /// What is taken out to study what it is there for; nil for nothing.
        public var study: TransformerStudy?

        /// Nothing.
        public init() {}
    }

    /// What differs from a named size of a recurrent model.
    public struct RecurrentSettings: Sendable, Equatable {
        /// How the decoder scores the source's tokens: a score, or none.
        public enum Attention: String, Sendable, CaseIterable {
            /// No attention: the encoder's last state has to say it all.
            case none
            /// With a layer of its own: `AttentionScore.additive`.
            case additive
            /// By a product with the state: `AttentionScore.dot`.
            case dot
            /// By a product through a matrix: `AttentionScore.general`.
            case general

            init(_ score: AttentionScore?) {
                self =
                    switch score {
                    case .additive?: .additive
                    case .dot?: .dot
                    case .general?: .general
                    case nil: .none
                    }
            }

            var score: AttentionScore? { AttentionScore(rawValue: rawValue) }
        }

        /// Layers of the encoder, and as many of the decoder.
        public var layers: Int?
        /// Width of the embeddings.
        public var embeddingWidth: Int?
        /// In which order the encoder reads the source.
        public var reading: SourceReading?
        /// How the decoder scores the source's tokens.
        public var attention: Attention?
        /// Inner width of additive attention.
        public var attentionWidth: Int?

        /// Nothing.
        public init() {}
    }

    /// What differs from a named size of a Neural Turing Machine.
    public struct MachineSettings: Sendable, Equatable {
        /// Slots of the memory.
        public var slots: Int?
        /// Numbers in a slot.
        public var slotWidth: Int?
        /// Heads that read, in the encoder and in the decoder.
        public var readHeads: Int?
        /// Heads that write, in the encoder and in the decoder.
        public var writeHeads: Int?
        /// How many slots a head can move in a step, to either side.
        public var shiftRange: Int?

        /// Nothing.
        public init() {}
    }
}

extension TrainingRecipe.ModelSettings {
    /// Gives a model that exists the dropout of the recipe.
    func applyDropout(to configuration: inout any ModelConfiguration) {
        if let dropout { configuration.dropout = dropout }
        guard var own = configuration as? TransformerConfiguration else { return }
        transformer.applyDropout(to: &own)
        configuration = own
    }
}
