import Tensors
import Text
import Translation

/// Cuts text into characters, and knows the language token `>>xxx<<`.
func characterTokenizer() throws -> TranslationTokenizer {
    var options = SentencePieceTrainerOptions()
    options.type = .char
    options.characterCoverage = 1
    let model = try SentencePieceModel.train(
        options, on: ["abcdefghijklm nopqrstuvwxyz .!?,\"\u{201D}\u{3002}"])
    return try TranslationTokenizer(
        sourceModel: model, targetModel: model,
        vocabulary: Vocabulary(models: [model], languageTokens: [">>xxx<<"]))
}

extension Translator {
    /// A translator that repeats what it is given.
    static func copying(
        maximumLength: Int = 1000, workers: Int = 2, limits: BatchLimits = .init(),
        willEncode: (@Sendable ([[Int32]]) -> Void)? = nil
    ) throws -> Translator {
        let tokenizer = try characterTokenizer()
        let vocabulary = tokenizer.target.vocabulary
        var model = ToyModel.copying(
            vocabulary: vocabulary.count, end: vocabulary.endID, start: vocabulary.paddingID)
        model.maximumLength = maximumLength
        model.willEncode = willEncode
        return Translator(
            model, tokenizer, workers: workers, precision: .float32, limits: limits)
    }
}
