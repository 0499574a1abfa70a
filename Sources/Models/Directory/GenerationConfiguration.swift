internal import Foundation
import Basics

/// What `generation_config.json` says of decoding, as far as it is part of the model and not of a
/// taste.
struct GenerationConfiguration {
    /// Tokens that are never produced.
    var suppressedTokens: Set<Int32> = []

    init(of model: any SequenceToSequenceModel) {
        suppressedTokens = model.suppressedTokens
    }

    /// Reads the file of a model directory; where there is none, as in older directories,
    /// `config.json` has its keys.
    init(directory: URL) throws {
        let file = directory.appendingPathComponent(ModelDirectory.generationName)
        let isThere = FileManager.default.fileExists(atPath: file.path)
        let older = directory.appendingPathComponent(ModelDirectory.configurationName)
        let words = try ConfigurationReader(isThere ? file : older).integerLists("bad_words_ids")
        suppressedTokens = Set((words ?? []).filter { $0.count == 1 }.joined())
    }

    func jsonObject(_ model: any SequenceToSequenceModel) -> [String: Any] {
        let tokens = model.specialTokens
        return [
            "bad_words_ids": suppressedTokens.sorted().map { [Int($0)] },
            "decoder_start_token_id": Int(tokens.start), "eos_token_id": Int(tokens.end),
            "forced_eos_token_id": Int(tokens.end), "pad_token_id": Int(tokens.padding),
            "max_length": model.maximumLength,
        ]
    }
}
