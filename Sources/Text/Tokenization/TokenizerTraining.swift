import Basics

/// What training a tokenizer does.
public enum TokenizerTrainingStep: Sendable {
    /// The sentences are read, of all text this share; nil where it is not known.
    case reading(Double?)
    /// All sentences are there, and pieces are made of them.
    case learning
}

extension TranslationTokenizer {
    /// Trains a tokenizer on both sides of a corpus.
    ///
    /// Language tokens at the beginning of source sentences (`>>fra<< A dog.`) are left out of what
    /// the models are trained on, and become pieces of the vocabulary. They are told from text in
    /// such brackets by their form and by how many lines begin with them.
    ///
    /// - Parameters:
    ///   - corpus: The text, which is read once, or twice if nothing is shared, and once before if
    ///     there is no survey.
    ///   - survey: What was counted in the corpus; nil to count it.
    ///   - sample: The sentences that are taken into account. They are held in memory.
    ///   - options: Of the one shared model, or of each of the two.
    ///   - sharesVocabulary: Whether one model and one vocabulary serve both sides, so that the two
    ///     can share their embeddings; otherwise each side has its own.
    ///   - settings: What else the model directory is to say.
    ///   - progress: Called now and then while sentences are read, and before pieces are made. What it
    ///     throws ends the training.
    /// - Throws: `CalqueError` when the corpus cannot be read, or does not suit the options, and what
    ///   `progress` throws.
    public static func train(
        on corpus: ParallelCorpus, survey: CorpusSurvey? = nil, sample: TokenizerSample = .all,
        options: SentencePieceTrainerOptions = .init(), sharesVocabulary: Bool = true,
        settings: TokenizerSettings = .init(),
        progress: (TokenizerTrainingStep) throws -> Void = { _ in }
    ) throws -> TranslationTokenizer {
        let survey = try survey ?? CorpusSurvey(corpus) { try progress(.reading($0)) }
        let languageTokens = survey.languageTokens
        let known = Set(languageTokens)
        func plain(_ source: String) -> String {
            if known.isEmpty { return source }
            let parted = LanguageTokenCount.parted(source)
            guard let token = parted.languageToken, known.contains(String(token)) else {
                return source
            }
            return String(parted.rest)
        }
        var options = options
        // A unigram model depends on the number of threads, for sums are rounded.
        if sample.choice(among: survey.sentences).isPart, options.type != .unigram {
            options.threads = 2
        }
        func train(_ sentences: (ParallelLine) -> [String?]) throws -> SentencePieceModel {
            let reader = try corpus.makeReader()
            var choice = sample.choice(among: survey.sentences)
            var count = 0
            var isRead = false
            var pending: [String] = []
            return try SentencePieceModel.train(options) {
                while pending.isEmpty, !isRead {
                    let line = try reader.next(counting: &count) { try progress(.reading($0)) }
                    guard let line else {
                        isRead = true
                        try progress(.learning)
                        return nil
                    }
                    guard choice.includes(line) else { continue }
                    pending = sentences(line).compactMap(\.self).reversed()
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
