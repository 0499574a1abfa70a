import Basics
public import Layers
public import Tensors

/// Sizes and options of a recurrent encoder-decoder.
///
/// Without attention it is Sutskever et al. 2014: the decoder knows of the source only the last state
/// of the encoder. With attention it is Bahdanau et al. 2015.
public struct RecurrentConfiguration: StoredConfiguration, Equatable {
    /// The vocabularies and their tables.
    public var embeddings: EmbeddingConfiguration
    /// What a layer computes at a step (`cell`).
    public var cell = RecurrentCell.lstm
    /// The width of the states (`d_model`).
    public var width = 512
    /// The width of the embeddings (`embedding_size`).
    public var embeddingWidth = 256
    /// Layers of encoder and decoder each (`layers`). Every layer of the decoder begins with the
    /// last state of the encoder's of the same height.
    public var layers = 1
    /// In which order the encoder reads the source (`source_reading`).
    public var reading = SourceReading.forward
    /// How the decoder attends to the source (`attention`); nil for not at all.
    public var attention: AttentionScore?
    /// The length of v of the additive score (`attention_size`).
    public var attentionWidth = 512
    /// Dropout of embeddings, of what goes from layer to layer and of what the output is made of
    /// (`dropout`).
    public var dropout: Float = 0.1
    /// The longest sentence that is translated as one (`max_position_embeddings`); the architecture
    /// has no limit of its own.
    public var maximumLength = 512

    /// A model with one layer of LSTMs, and without attention.
    public init(_ embeddings: EmbeddingConfiguration) {
        self.embeddings = embeddings
    }

    /// Sets the widths to those of a named size of the Transformer; embeddings are half as wide as
    /// states.
    public mutating func apply(_ size: ModelSize) {
        setWidth(size.width)
    }

    /// Sets the width of the states and, with it, that of additive attention; embeddings are half as
    /// wide.
    public mutating func setWidth(_ width: Int) {
        self.width = width
        embeddingWidth = max(1, width / 2)
        attentionWidth = width
    }

    /// The same model with states of another width; embeddings and attention keep their proportion
    /// to it.
    public func scaled(toWidth width: Int) -> RecurrentConfiguration {
        var scaled = self
        scaled.width = width
        scaled.embeddingWidth = max(1, embeddingWidth * width / self.width)
        scaled.attentionWidth = max(1, attentionWidth * width / self.width)
        return scaled
    }

    /// The width of what the encoder says of a source token.
    var annotationWidth: Int { reading == .both ? 2 * width : width }

    /// The width of the attention's context vectors; 0 without attention.
    var contextVectorWidth: Int { attention == nil ? 0 : annotationWidth }

    /// Sizes and options, in words.
    public var properties: [(name: String, value: String)] {
        [
            ("architecture", "recurrent encoder-decoder, \(cell.rawValue)"),
            ("width", "\(width), embeddings \(embeddingWidth)"),
            ("layers", "\(layers) each in encoder and decoder"),
            ("source", "read \(reading.description)"),
            ("attention", attention?.rawValue ?? "none"),
        ]
    }

    /// The recurrent encoder-decoder of these sizes.
    public func makeModel() -> any SequenceToSequenceModel { RecurrentEncoderDecoder(self) }

    /// Throws `CalqueError` when sizes and options do not fit each other.
    public func validate() throws {
        try embeddings.validate()
        if attention == .dot && reading == .both {
            throw CalqueError(
                "attention is dot, which compares states with annotations of the same width, and "
                    + "those of a bidirectional encoder are twice as wide. Choose general.",
                kind: .configuration)
        }
    }
}

/// The order in which a recurrent encoder reads the source.
public enum SourceReading: String, Sendable, CaseIterable, CustomStringConvertible {
    /// From its beginning.
    case forward
    /// From its end, which brings its beginning close to the translation's (Sutskever et al. 2014,
    /// section 3.3).
    case reversed
    /// Two encoders, one in each order (Schuster & Paliwal 1997).
    case both

    /// Completes "read …".
    public var description: String {
        switch self {
        case .forward: "from its beginning"
        case .reversed: "from its end"
        case .both: "both ways"
        }
    }
}
