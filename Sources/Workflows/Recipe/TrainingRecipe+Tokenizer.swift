import Basics
import Text

/// The tokenizer that a recipe describes.
extension TrainingRecipe {
    /// The tokenizer: of the files given, or trained on the text. The recipe learns its size.
    mutating func makeTokenizer(for text: ParallelCorpus) throws -> TranslationTokenizer {
        let settings = Text.TokenizerSettings(
            sourceLanguage: self.text.sourceLanguage, targetLanguage: self.text.targetLanguage,
            maximumLength: model.maximumLength, languagePairs: self.text.languagePairs)
        if let source = tokenizer.both ?? tokenizer.source,
            let target = tokenizer.both ?? tokenizer.target
        {
            return try loadTokenizer(source, target, settings)
        }
        if tokenizer.vocabularySize == nil || tokenizer.characterCoverage == nil {
            let suiting = try SentencePieceTrainerOptions.suiting(text)
            tokenizer.vocabularySize = tokenizer.vocabularySize ?? suiting.vocabularySize
            tokenizer.characterCoverage = tokenizer.characterCoverage ?? suiting.characterCoverage
        }
        var options = tokenizer.trainerOptions
        options.additionalCharacters = augmentation?.characters ?? ""
        return try .train(
            on: text, options: options,
            sharesVocabulary: !tokenizer.separatesVocabularies,
            settings: settings)
    }

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
