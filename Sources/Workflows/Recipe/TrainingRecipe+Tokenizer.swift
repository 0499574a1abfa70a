import Basics
import Tensors
import Text

/// The tokenizer that a recipe describes.
extension TrainingRecipe {
    /// The tokenizer: of the files given, or trained on the text. The recipe learns its size.
    ///
    /// - Parameters:
    ///   - text: The training text.
    ///   - heldOut: Pairs like these are not what it is trained on.
    ///   - progress: Called for a part of the work that begins, with nil, and as it goes on, with the share
    ///     that is done. What it throws ends the work.
    mutating func makeTokenizer(
        for text: ParallelCorpus, without heldOut: HeldOutText = .init(),
        progress: (TrainingRunEvent.Preparation, Double?) throws -> Void = { _, _ in }
    ) throws -> TranslationTokenizer {
        let settings = Text.TokenizerSettings(
            sourceLanguage: self.text.sourceLanguage, targetLanguage: self.text.targetLanguage,
            maximumLength: model.maximumLength, languagePairs: self.text.languagePairs)
        if let source = tokenizer.both ?? tokenizer.source,
            let target = tokenizer.both ?? tokenizer.target
        {
            return try loadTokenizer(source, target, settings)
        }
        try progress(.survey, nil)
        let survey = try CorpusSurvey(text) { try progress(.survey, $0) }
        let suiting = SentencePieceTrainerOptions.suiting(survey, pairsSeen: pairsInTime)
        tokenizer.vocabularySize = tokenizer.vocabularySize ?? suiting.vocabularySize
        tokenizer.characterCoverage = tokenizer.characterCoverage ?? suiting.characterCoverage
        var options = tokenizer.trainerOptions
        options.additionalCharacters = augmentation?.characters ?? ""
        try progress(.sample, nil)
        return try .train(
            on: text, survey: survey,
            sample: TokenizerSample(tokenizer.sentences, seed: seed, without: heldOut),
            options: options, sharesVocabulary: !tokenizer.separatesVocabularies,
            settings: settings
        ) { step in
            switch step {
            case .reading(let share): try progress(.sample, share)
            case .learning: try progress(.tokenizer, nil)
            }
        }
    }

    /// The pairs that a run has the time to see, as nearly as is needed to choose a vocabulary before anything
    /// can be measured; nil without a limit of time.
    private var pairsInTime: Int? {
        limits.minutes.map { minutes in
            Int(
                min(
                    60 * minutes * Self.pairsPerSecond * Double(workers ?? WorkerPool.coreCount),
                    1e15))
        }
    }

    /// Pairs of a size `small` and of crawled text, some 15 to 25 tokens each, that a core gets through.
    private static let pairsPerSecond = 200.0

    private func loadTokenizer(
        _ source: String, _ target: String, _ settings: Text.TokenizerSettings
    ) throws -> TranslationTokenizer {
        let sourceModel = try SentencePieceModel.load(source.fileURL)
        let targetModel = try SentencePieceModel.load(target.fileURL)
        guard tokenizer.separatesVocabularies else {
            return try TranslationTokenizer(
                sourceModel: sourceModel, targetModel: targetModel,
                vocabulary: Vocabulary(models: [sourceModel, targetModel]), settings: settings)
        }
        return try TranslationTokenizer(
            sourceModel: sourceModel, targetModel: targetModel,
            sourceVocabulary: Vocabulary(ofSide: sourceModel),
            targetVocabulary: Vocabulary(ofSide: targetModel), settings: settings)
    }

    /// How to cut sentences anew in every epoch, if at all.
    ///
    /// - Throws: `CalqueError` when the tokenizer cannot.
    private func sampling(for tokenizer: TranslationTokenizer) throws -> SubwordSampling? {
        let alpha = self.tokenizer.sampling
        guard alpha > 0 else { return nil }
        let sampling = SubwordSampling(sourceAlpha: alpha, targetAlpha: alpha, seed: seed)
        try sampling.validate(for: tokenizer)
        return sampling
    }

    /// What is different in every epoch.
    ///
    /// - Throws: `CalqueError` when the tokenizer cannot cut sentences anew.
    func epochChanges(for tokenizer: TranslationTokenizer) throws -> EpochChanges {
        EpochChanges(augmentation: augmentation, sampling: try sampling(for: tokenizer))
    }
}

extension TrainingRecipe.TokenizerOptions {
    /// How a tokenizer is trained. What is open is as in `SentencePieceTrainerOptions`.
    var trainerOptions: SentencePieceTrainerOptions {
        var options = training
        options.vocabularySize = vocabularySize ?? options.vocabularySize
        options.characterCoverage = characterCoverage ?? options.characterCoverage
        return options
    }
}
