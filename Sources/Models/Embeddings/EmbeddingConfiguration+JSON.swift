extension EmbeddingConfiguration {
    /// Reads the keys of `config.json`.
    init(_ reader: ConfigurationReader) throws {
        // Sizes that make no sense are refused before anything is made of them.
        let sizes = 1...1 << 24
        let vocabulary = try reader.required("vocab_size", reader.integer("vocab_size", in: sizes))
        self.init(vocabularySize: vocabulary, specialTokens: try SpecialTokens(reader))
        targetVocabularySize =
            try reader.integer("decoder_vocab_size", in: sizes) ?? vocabulary
        tiesOutput = try reader.bool("tie_word_embeddings") ?? true
        // Untied models keep a table for each use, even where they say that source and target share
        // one.
        isShared = try tiesOutput && reader.bool("share_encoder_decoder_embeddings") ?? true
    }

    /// The keys of `config.json`.
    var jsonObject: [String: Any] {
        [
            "vocab_size": sourceVocabularySize, "decoder_vocab_size": targetVocabularySize,
            "share_encoder_decoder_embeddings": isShared, "tie_word_embeddings": tiesOutput,
            "decoder_start_token_id": Int(specialTokens.start),
            "eos_token_id": Int(specialTokens.end),
            "forced_eos_token_id": Int(specialTokens.end),
            "pad_token_id": Int(specialTokens.padding),
        ]
    }
}

extension SpecialTokens {
    init(_ reader: ConfigurationReader) throws {
        let ids = 0...Int(Int32.max)
        func token(_ key: String) throws -> Int32 {
            Int32(try reader.required(key, reader.integer(key, in: ids)))
        }
        self.init(
            start: try token("decoder_start_token_id"), end: try token("eos_token_id"),
            padding: try token("pad_token_id"))
    }
}
