extension NeuralTuringTranslationConfiguration {
    private static let modelType = "calque_ntm"
    static let modelTypes = [modelType]

    /// Reads `config.json`.
    init(_ reader: ConfigurationReader) throws {
        func size(_ key: String) throws -> Int {
            try reader.required(key, reader.integer(key, in: 1...1 << 16))
        }
        self.init(try EmbeddingConfiguration(reader))
        width = try size("d_model")
        embeddingWidth = try size("embedding_size")
        slots = try size("memory_slots")
        slotWidth = try size("memory_slot_size")
        readHeads = try size("read_heads")
        writeHeads = try size("write_heads")
        shiftRange = try reader.integer("shift_range", in: 0...1 << 16) ?? 1
        dropout = try reader.probability("dropout") ?? 0.1
        maximumLength = try reader.integer("max_position_embeddings", in: 1...1 << 24) ?? 512
        try reader.naming { try validate() }
    }

    /// The content of `config.json`.
    public var jsonObject: [String: Any] {
        let object: [String: Any] = [
            "architectures": ["CalqueNeuralTuringMachine"], "model_type": Self.modelType,
            "is_encoder_decoder": true, "d_model": width, "embedding_size": embeddingWidth,
            "memory_slots": slots, "memory_slot_size": slotWidth, "read_heads": readHeads,
            "write_heads": writeHeads, "shift_range": shiftRange, "dropout": jsonNumber(dropout),
            "max_position_embeddings": maximumLength,
        ]
        return object.merging(embeddings.jsonObject) { own, _ in own }
    }
}
