internal import Foundation
import Files

/// What `generation_config.json` says of decoding, as far as it is part of the model and not of a
/// taste.
public struct GenerationConfiguration: Sendable, Equatable {
    /// Tokens that are never produced.
    public var suppressedTokens: [Int32]

    /// For a model trained here: padding is never produced.
    init(for tokens: SpecialTokens) {
        suppressedTokens = [tokens.padding]
    }

    /// Reads the file of a model directory; older directories have none, and say the same in
    /// `config.json`.
    init(directory: URL) throws {
        suppressedTokens = []
        for name in [ModelDirectory.configurationName, ModelDirectory.generationName] {
            let url = directory.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            let reader = try ConfigurationReader(url)
            if let words = try reader.integerLists("bad_words_ids") {
                suppressedTokens = words.filter { $0.count == 1 }.flatMap { $0 }
            }
        }
    }

    func jsonObject(_ model: any SequenceToSequenceModel) -> [String: Any] {
        let tokens = model.specialTokens
        return [
            "bad_words_ids": suppressedTokens.map { [Int($0)] },
            "decoder_start_token_id": Int(tokens.start), "eos_token_id": Int(tokens.end),
            "forced_eos_token_id": Int(tokens.end), "pad_token_id": Int(tokens.padding),
            "max_length": model.maximumLength,
        ]
    }
}
