import Basics
extension NeuralTuringTranslationConfiguration {
    private static let modelType = "calque_ntm"
    static let modelTypes = [modelType]

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws {
        let widths = 1 << 16
        self.init(try EmbeddingConfiguration(reader))
        width = try reader.size("d_model", upTo: widths)
        embeddingWidth = try reader.size("embedding_size", upTo: widths)
        slots = try reader.size("memory_slots", upTo: widths)
        slotWidth = try reader.size("memory_slot_size", upTo: widths)
        readHeads = try reader.size("read_heads", upTo: widths)
        writeHeads = try reader.size("write_heads", upTo: widths)
        shiftRange = try reader.integer("shift_range", in: 0...widths) ?? 1
        dropout = try reader.probability("dropout") ?? 0.1
        maximumLength = try reader.maximumLength(otherwise: 512)
        try reader.naming { try validate() }
    }

    /// The content of `config.json`.
    public var jsonObject: [String: Any] {
        let object: [String: Any] = [
            "architectures": ["CalqueNeuralTuringMachine"], "model_type": Self.modelType,
            "is_encoder_decoder": true, "d_model": width, "embedding_size": embeddingWidth,
            "memory_slots": slots, "memory_slot_size": slotWidth, "read_heads": readHeads,
            "write_heads": writeHeads, "shift_range": shiftRange, "dropout": dropout.asDouble,
            "max_position_embeddings": maximumLength,
        ]
        return object.merging(embeddings.jsonObject) { own, _ in own }
    }
}
