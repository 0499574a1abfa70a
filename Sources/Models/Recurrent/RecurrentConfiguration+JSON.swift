import Basics
import Layers
import Tensors

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
