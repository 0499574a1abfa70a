package import Text

/// Lines that are made up, each of which translates to itself reversed.
package enum ReversedText {
    private static let words = ["red", "dog", "cat", "blue", "sun"]

    /// Sixty lines of one to five words.
    package static let sources: [String] = (0..<60).map { number in
        let places = (0...(number % 5)).map { place in (number * 7 + place * 3) % 5 }
        return places.map { words[$0] }.joined(separator: " ")
    }

    /// Their translations.
    package static let targets: [String] = sources.map {
        $0.split(separator: " ").reversed().joined(separator: " ")
    }
}

extension SentencePieceModel {
    /// A model whose pieces are the characters of `text`.
    package static func characters(
        of text: String,
        normalization: SentencePieceTrainerOptions.Normalization = .nmtNFKC
    ) throws -> SentencePieceModel {
        var options = SentencePieceTrainerOptions()
        options.type = .char
        options.characterCoverage = 1
        options.normalization = normalization
        return try train(options, on: [text])
    }
}

extension TranslationTokenizer {
    /// One model and one vocabulary for both languages.
    package init(
        sharing model: SentencePieceModel, languageTokens: [String] = [],
        settings: TokenizerSettings = .init()
    ) throws {
        try self.init(
            sourceModel: model, targetModel: model,
            vocabulary: Vocabulary(models: [model], languageTokens: languageTokens),
            settings: settings)
    }
}

/// Cuts text into characters, and knows the language token `>>xxx<<`.
package func characterTokenizer() throws -> TranslationTokenizer {
    try TranslationTokenizer(
        sharing: .characters(of: "abcdefghijklm nopqrstuvwxyz .!?,\"\u{201D}\u{3002}"),
        languageTokens: [">>xxx<<"])
}
