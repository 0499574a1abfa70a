import Foundation
import Text

/// What a model's directory says of generating translations, key by key, with what Calque does not
/// know.
struct GenerationFile: Sendable, Equatable {
    /// A JSON object.
    private let content: Data

    /// The settings of `config.json` in directories that have no file for them; other keys of it
    /// are about the model.
    private static let olderKeys: Set = [
        "bad_words_ids", "decoder_start_token_id", "diversity_penalty", "do_sample",
        "early_stopping", "encoder_no_repeat_ngram_size", "eos_token_id",
        "exponential_decay_length_penalty", "forced_bos_token_id", "forced_eos_token_id",
        "length_penalty", "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups",
        "num_beams", "num_return_sequences", "pad_token_id", "remove_invalid_values",
        "renormalize_logits", "repetition_penalty", "temperature", "top_k", "top_p", "typical_p",
    ]

    /// What a file says, which is `config.json` in older directories.
    init(_ reader: ConfigurationReader) throws {
        let isOlder = reader.url.lastPathComponent == ModelDirectory.configurationName
        let object = reader.object.filter { !isOlder || Self.olderKeys.contains($0.key) }
        content = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    }

    var object: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: content) as? [String: Any] ?? [:] }
    }
}

extension GenerationSettings {
    /// Reads the settings.
    ///
    /// - Parameter embeddings: Those of the model, whose tokens the file speaks of.
    init(_ reader: ConfigurationReader, _ embeddings: EmbeddingConfiguration) throws {
        self.init()
        file = try GenerationFile(reader)
        let words = try reader.tokenLists(
            "bad_words_ids", vocabularySize: embeddings.targetVocabularySize)
        // Nothing would end without the end token; `transformers` does not ban it either.
        let end = embeddings.specialTokens.end
        suppressedTokens = Set(words.filter { $0.count == 1 }.joined()).subtracting([end])
        suppressedSequences = words.filter { $0.count > 1 }
        // Values that make no sense are refused.
        let counts = 1 << 20
        beamSize = try reader.integer("num_beams", in: Self.beamSizes)
        lengthPenalty = try reader.number("length_penalty", in: Self.lengthPenalties)
        earlyStopping = try reader.earlyStopping()
        repetitionPenalty = try reader.number(
            "repetition_penalty", in: Self.repetitionPenalties)
        let size = try reader.integer("no_repeat_ngram_size", in: 0...counts)
        noRepeatNGramSize = size == 0 ? nil : size
        maximumLength = try reader.integer("max_length", in: 1...counts)
        alignmentHead = try reader.alignmentHead()
    }

    /// The content of `generation_config.json`: what the model's file said, or for a new model what
    /// `transformers` needs and how whoever made it searches.
    func jsonObject(_ model: any SequenceToSequenceModel) throws -> [String: Any] {
        let tokens = model.specialTokens
        var object = try file?.object ?? newObject(model)
        let needed = [
            "decoder_start_token_id": tokens.start, "eos_token_id": tokens.end,
            "pad_token_id": tokens.padding,
        ]
        for (key, token) in needed where object[key].map({ $0 is NSNull }) ?? true {
            object[key] = Int(token)
        }
        let words =
            suppressedTokens.sorted().map { [Int($0)] }
            + suppressedSequences.map { $0.map(Int.init) }
        // What was changed since the file was read holds.
        if let beamSize { object["num_beams"] = beamSize }
        if let lengthPenalty { object["length_penalty"] = lengthPenalty }
        // `transformers` takes a list with something in it, or none.
        object["bad_words_ids"] = words.isEmpty ? nil : words
        if let alignmentHead {
            object[ConfigurationReader.alignmentHeadsKey] = [
                [alignmentHead.layer, alignmentHead.head]
            ]
        }
        return object
    }

    private func newObject(_ model: any SequenceToSequenceModel) -> [String: Any] {
        ["forced_eos_token_id": Int(model.specialTokens.end), "max_length": model.maximumLength]
    }
}

extension SpecialTokens {
    /// Takes over the tokens with which `transformers` begins and ends translations: those of the
    /// settings, where `config.json` has others.
    mutating func adapt(to reader: ConfigurationReader, vocabularySize: Int) throws {
        let ids = 0...vocabularySize - 1
        let start = try reader.integer("decoder_start_token_id", in: ids)
        self.start = start.map(Int32.init) ?? self.start
        let end = self.end
        let allowed = "a token id from 0 to \(ids.upperBound), or a list that has \(end) in it"
        self.end =
            try reader.value("eos_token_id", allowed) { value in
                if let id = ConfigurationReader.integer(value, in: ids) { return Int32(id) }
                let list = value as? [Any] ?? []
                let hasEnd = list.contains { ConfigurationReader.integer($0, in: ids) == Int(end) }
                return hasEnd ? end : nil
            } ?? end
    }
}

extension ConfigurationReader {
    /// The key has pairs of a layer and a head, as `transformers` has them for Whisper.
    static let alignmentHeadsKey = "alignment_heads"

    /// The head where the file names a single one: several tell nothing that is one of theirs.
    fileprivate func alignmentHead() throws -> AlignmentHead? {
        let numbers = 0...1 << 16
        let allowed = "a list of pairs of a layer and a head, each from 0"
        let heads = try value(Self.alignmentHeadsKey, allowed) { value -> [AlignmentHead]? in
            guard let pairs = value as? [[Any]] else { return nil }
            let heads = pairs.compactMap { pair -> AlignmentHead? in
                let places = pair.compactMap { Self.integer($0, in: numbers) }
                guard pair.count == 2, places.count == 2 else { return nil }
                return AlignmentHead(layer: places[0], head: places[1])
            }
            return heads.count == pairs.count ? heads : nil
        }
        return heads?.count == 1 ? heads?[0] : nil
    }

    fileprivate func earlyStopping() throws -> GenerationSettings.EarlyStopping? {
        let key = "early_stopping"
        if (try? string(key)) == "never" { return .never }
        return try value(key, "true, false or \"never\"") { value in
            Self.bool(value).map { $0 ? .yes : .no }
        }
    }
}
