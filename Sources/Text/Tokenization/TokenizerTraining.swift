import Basics

extension TranslationTokenizer {
    /// Trains a tokenizer on both sides of a corpus.
    ///
    /// Language tokens at the beginning of source sentences (`>>fra<< A dog.`) are left out of what
    /// the models are trained on, and become pieces of the vocabulary. They are told from text in
    /// such brackets by their form and by how many lines begin with them.
    ///
    /// - Parameters:
    ///   - corpus: The text, which is read twice, or three times if nothing is shared.
    ///   - options: Of the one shared model, or of each of the two.
    ///   - sharesVocabulary: Whether one model and one vocabulary serve both sides, so that the two
    ///     can share their embeddings; otherwise each side has its own.
    ///   - settings: What else the model directory is to say.
    /// - Throws: `CalqueError` when the corpus cannot be read, or does not suit the options.
    public static func train(
        on corpus: ParallelCorpus, options: SentencePieceTrainerOptions = .init(),
        sharesVocabulary: Bool = true, settings: TokenizerSettings = .init()
    ) throws -> TranslationTokenizer {
        let languageTokens = try corpus.languageTokens()
        func plain(_ source: String) -> String {
            let parted = LanguageTokenCount.parted(source)
            guard let token = parted.languageToken, languageTokens.contains(String(token))
            else { return source }
            return String(parted.rest)
        }
        func train(_ sentences: (ParallelLine) -> [String?]) throws -> SentencePieceModel {
            let reader = try corpus.makeReader()
            var pending: [String] = []
            return try SentencePieceModel.train(options) {
                while pending.isEmpty, let line = try reader.next() {
                    pending = sentences(line).compactMap { $0 }.reversed()
                }
                return pending.popLast()
            }
        }
        if sharesVocabulary {
            let model = try train { [$0.source.map(plain), $0.target] }
            return try TranslationTokenizer(
                sourceModel: model, targetModel: model,
                vocabulary: Vocabulary(models: [model], languageTokens: languageTokens),
                settings: settings)
        }
        let source = try train { [$0.source.map(plain)] }
        let target = try train { [$0.target] }
        return try TranslationTokenizer(
            sourceModel: source, targetModel: target,
            sourceVocabulary: Vocabulary(ofSide: source, languageTokens: languageTokens),
            targetVocabulary: Vocabulary(ofSide: target), settings: settings)
    }
}

extension ParallelCorpus {
    /// What the source lines begin with to choose a target language.
    fileprivate func languageTokens() throws -> [String] {
        let reader = try makeReader()
        var count = LanguageTokenCount()
        while let line = try reader.next() {
            if let source = line.source { count.add(source) }
        }
        return count.languageTokens
    }
}
