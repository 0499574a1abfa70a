import Foundation
import Tensors
import Text

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

// Files name a table by any of its uses, and may hold it several times.

extension EmbeddingConfiguration {
    private typealias Name = EmbeddingTables.Name

    /// The other names that tables go by, in the order in which they are tried.
    var tableAliases: [String: [String]] {
        guard !isShared else { return [Name.shared: [Name.output, Name.target, Name.source]] }
        let common = commonTable.map { [$0] } ?? []
        return [
            Name.source: common + [Name.shared],
            Name.target: common + (tiesOutput ? [Name.output, Name.shared] : [Name.shared]),
            Name.output: common,
        ]
    }

    /// Takes over from the weights whether tables that are said to be one really are. Where a file
    /// holds them with different numbers, `transformers` believes the file, and so does this: a use
    /// whose table differs has it for itself, and the others share one.
    mutating func adapt(to weights: SafetensorsCollection) throws {
        guard tiesOutput else { return }
        let uses = isShared ? [Name.output, Name.target, Name.source] : [Name.target, Name.output]
        let names = isShared ? [Name.shared] + uses : uses
        guard let common = names.first(where: { weights.entries[$0] != nil }) else { return }
        let different = try uses.filter { try !weights.areEqual($0, common) }
        guard !different.isEmpty else { return }
        // The source's own table leaves target and output one.
        tiesOutput = different == [Name.source]
        commonTable = isShared ? common : nil
        isShared = false
    }
}

extension SafetensorsCollection {
    /// Whether a tensor, if it is there, holds the same numbers as another.
    fileprivate func areEqual(_ name: String, _ other: String) throws -> Bool {
        guard let entry = entries[name], name != other else { return true }
        guard entry.type == entries[other]?.type, entry.shape == entries[other]?.shape else {
            return false
        }
        let (bytes, otherBytes) = (try self.bytes(of: name), try self.bytes(of: other))
        guard let start = bytes.baseAddress, let otherStart = otherBytes.baseAddress else {
            return true
        }
        return memcmp(start, otherStart, bytes.count) == 0
    }
}
