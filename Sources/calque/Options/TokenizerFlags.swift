import ArgumentParser
import CalqueKit

/// How text is cut into tokens: by SentencePiece models that exist, or one that is trained on the
/// text.
struct TokenizerFlags: ParsableArguments {
    @Option(help: ArgumentHelp("SentencePiece model for both sides.", valueName: "file"))
    var tokenizer: String?

    @Option(help: ArgumentHelp("SentencePiece model of the source side.", valueName: "file"))
    var sourceTokenizer: String?

    @Option(help: ArgumentHelp("SentencePiece model of the target side.", valueName: "file"))
    var targetTokenizer: String?

    @Option(
        help: ArgumentHelp(
            """
            Pieces of a tokenizer that is trained. (default: 1000 to 32000, by the number of pairs \
            and of characters; 8000 for 20,000 to a million pairs)
            """, valueName: "pieces"),
        transform: wholeNumber(from: 3))
    var vocabularySize: Int?

    @Option(help: "What a tokenizer that is trained cuts text into.")
    var tokenizerType = SentencePieceTrainerOptions().type

    @Option(
        help: ArgumentHelp(
            "Share of the text's characters that get a piece of their own, from 0.98 to 1.",
            valueName: "share"
        )
        .withDefault(SentencePieceTrainerOptions().characterCoverage.asDouble),
        transform: probability)
    var characterCoverage = SentencePieceTrainerOptions().characterCoverage.asDouble

    @Option(help: "How text is normalised before it is cut.")
    var normalization = SentencePieceTrainerOptions().normalization

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Cut characters without a piece into bytes.")
    var byteFallback = false

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "A vocabulary for each side instead of one for both.")
    var separateVocabularies = false

    @Option(
        help: ArgumentHelp(
            "Cut sentences anew in every epoch (BPE-dropout, unigram sampling); 0.1 is usual.",
            valueName: "α"
        )
        .withDefault(0.0),
        transform: probability)
    var subwordSampling = 0.0

    /// The size of the vocabulary that is trained on the text, if one is.
    func trainedSize(for corpus: ParallelCorpus) throws -> Int? {
        guard tokenizer == nil, sourceTokenizer == nil, targetTokenizer == nil else { return nil }
        return try vocabularySize ?? SentencePieceTrainerOptions.vocabularySize(suiting: corpus)
    }

    /// The tokenizer: of the files given, or trained on the text.
    ///
    /// - Parameter trainedSize: What ``trainedSize(for:)`` says.
    func make(
        for corpus: ParallelCorpus, trainedSize: Int?, settings: TokenizerSettings
    ) throws -> TranslationTokenizer {
        switch (tokenizer, sourceTokenizer, targetTokenizer) {
        case (nil, nil, nil):
            return try .train(
                on: corpus, options: trainerOptions(trainedSize),
                sharesVocabulary: !separateVocabularies,
                settings: settings)
        case (let path?, nil, nil): return try load(path, path, settings)
        case (nil, let source?, let target?): return try load(source, target, settings)
        default:
            throw ValidationError(
                "Give --tokenizer alone, or both --source-tokenizer and --target-tokenizer.")
        }
    }

    private func load(
        _ source: String, _ target: String, _ settings: TokenizerSettings
    ) throws -> TranslationTokenizer {
        let sourceModel = try SentencePieceModel.load(source.fileURL)
        let targetModel = try SentencePieceModel.load(target.fileURL)
        guard separateVocabularies else {
            return try TranslationTokenizer(
                sourceModel: sourceModel, targetModel: targetModel,
                vocabulary: Vocabulary(models: [sourceModel, targetModel]), settings: settings)
        }
        return try TranslationTokenizer(
            sourceModel: sourceModel, targetModel: targetModel,
            sourceVocabulary: Vocabulary(models: [sourceModel]),
            targetVocabulary: Vocabulary(models: [targetModel]), settings: settings)
    }

    private func trainerOptions(_ size: Int?) -> SentencePieceTrainerOptions {
        var options = SentencePieceTrainerOptions()
        options.type = tokenizerType
        if let size { options.vocabularySize = size }
        options.characterCoverage = Float(characterCoverage)
        options.normalization = normalization
        options.byteFallback = byteFallback
        return options
    }

    /// How to cut sentences anew in every epoch, if at all.
    ///
    /// - Throws: `CalqueError` when the tokenizer cannot.
    func sampling(seed: UInt64, for tokenizer: TranslationTokenizer) throws -> SubwordSampling? {
        guard subwordSampling > 0 else { return nil }
        let alpha = Float(subwordSampling)
        let sampling = SubwordSampling(sourceAlpha: alpha, targetAlpha: alpha, seed: seed)
        try sampling.validate(for: tokenizer)
        return sampling
    }
}
