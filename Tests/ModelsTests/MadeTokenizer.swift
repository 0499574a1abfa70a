import Text

extension TranslationTokenizer {
    /// A tokenizer of characters.
    ///
    /// - Parameters:
    ///   - pieces: In the order of their ids, from 2 on.
    ///   - text: What the model of the pieces is trained on, which decides their scores.
    static func made(
        of pieces: [String], from source: String? = nil, to target: String? = nil,
        text: String = "abc"
    ) throws -> TranslationTokenizer {
        var options = SentencePieceTrainerOptions()
        options.type = .char
        options.characterCoverage = 1
        let model = try SentencePieceModel.train(options, on: [text])
        let all = ["</s>", "<unk>"] + pieces + ["\u{2581}", "<pad>"]
        let entries = all.enumerated().map { (piece: $0.element, id: Int32($0.offset)) }
        return try TranslationTokenizer(
            sourceModel: model, targetModel: model,
            vocabulary: Vocabulary(entries, name: "The vocabulary"),
            settings: TokenizerSettings(sourceLanguage: source, targetLanguage: target))
    }
}
