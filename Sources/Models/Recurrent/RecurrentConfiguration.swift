import Basics
public import Layers
public import Tensors
public import Text

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

extension RecurrentConfiguration {
    /// The products of the cells, of attention, of the readout and of the output layer. Filler rows do
    /// not count.
    public func productOperations(of batch: Batch) -> Double {
        let (sources, targets) = (
            Double(batch.source.tokenCount), Double(batch.target.tokenCount)
        )
        let directions = reading == .both ? 2.0 : 1
        var encoder = 0.0
        var decoder = 0.0
        for layer in 0..<layers {
            let below = layer == 0 ? embeddingWidth : width
            encoder +=
                directions * cellOperations(layer == 0 ? embeddingWidth : annotationWidth)
            decoder += cellOperations(below + contextVectorWidth)
        }
        let readout = 2 * Double((width + contextVectorWidth + embeddingWidth) * embeddingWidth)
        let output =
            2 * Double(embeddingWidth) * Double(embeddings.targetVocabularySize)
        return sources * encoder + targets * (decoder + readout + output)
            + attentionOperations(batch)
    }

    /// Of a step of a row: gates · width · (in + width) multiplications.
    private func cellOperations(_ inputWidth: Int) -> Double {
        2 * Double(cell.gates * width * (inputWidth + width))
    }

    /// Queries and keys, and 2 of their widths a pair of positions.
    private func attentionOperations(_ batch: Batch) -> Double {
        guard let attention else { return 0 }
        let inner = attention == .additive ? attentionWidth : width
        let pairs = zip(batch.source.lengths, batch.target.lengths).reduce(0) { $0 + $1.0 * $1.1 }
        let keys = attention == .dot ? 0 : inner * annotationWidth * batch.source.tokenCount
        let queries = attention == .additive ? inner * width * batch.target.tokenCount : 0
        return 2 * Double(keys + queries + pairs * (inner + annotationWidth))
    }
}

extension RecurrentConfiguration {
    private static let modelType = "calque_recurrent"
    static let modelTypes = [modelType]

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws {
        let (widths, layers) = (1 << 16, 1 << 10)
        self.init(try EmbeddingConfiguration(reader))
        cell = try reader.required("cell", reader.choice("cell", of: RecurrentCell.self))
        width = try reader.size("d_model", upTo: widths)
        embeddingWidth = try reader.size("embedding_size", upTo: widths)
        self.layers = try reader.size("layers", upTo: layers)
        reading = try reader.choice("source_reading", of: SourceReading.self) ?? .forward
        attention = try reader.choice("attention", of: AttentionScore.self)
        attentionWidth = try reader.integer("attention_size", in: 1...widths) ?? width
        dropout = try reader.probability("dropout") ?? 0.1
        maximumLength = try reader.maximumLength(otherwise: 512)
        try reader.naming { try validate() }
    }

    /// The content of `config.json`.
    public var jsonObject: [String: Any] {
        var object: [String: Any] = [
            "architectures": ["CalqueRecurrent"], "model_type": Self.modelType,
            "is_encoder_decoder": true, "cell": cell.rawValue, "d_model": width,
            "embedding_size": embeddingWidth, "layers": layers,
            "source_reading": reading.rawValue,
            "attention_size": attentionWidth, "dropout": dropout.asDouble,
            "max_position_embeddings": maximumLength,
        ]
        object["attention"] = attention?.rawValue
        return object.merging(embeddings.jsonObject) { own, _ in own }
    }
}
