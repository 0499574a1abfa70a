import CalqueKit

/// What the demonstration trains, and on what.
enum DemoSettings {
    static let seed: UInt64 = 1
    static let directions: [(Language, Language)] = [(.english, .french), (.spanish, .english)]
    static let trainingPairs = 60_000
    static let validationPairs = 200
    static let testPairs = 500
    /// Sentences of each sort, in each direction, for every person and animal of the lexicon.
    static let antecedentsPerNoun = 3
    static let updates = 2500

    /// Sentences that are shown, and what they should become.
    static let examples = [
        (source: "la casa roja", target: "the red house"),
        (source: "The red house.", target: "La maison rouge."),
        (
            source: "the chicken did not cross the road because it was afraid",
            target: "le poulet n'a pas traversé la route parce qu'il avait peur"
        ),
        (
            source: "The chicken did not cross the road because it was too wide.",
            target: "Le poulet n'a pas traversé la route parce qu'elle était trop large."
        ),
        (source: "the European Economic Zone", target: "la zone économique européenne"),
    ]

    static var tokenizer: SentencePieceTrainerOptions {
        var options = SentencePieceTrainerOptions()
        options.vocabularySize = 2000
        options.characterCoverage = 1
        return options
    }

    /// The model for a vocabulary.
    static func model(_ tokenizer: TranslationTokenizer) -> TransformerConfiguration {
        var configuration = TransformerConfiguration(.tiny, for: tokenizer)
        configuration.encoderLayers = 3
        configuration.decoderLayers = 3
        configuration.maximumLength = 64
        configuration.dropout = 0.05
        return configuration
    }

    static var training: TrainingOptions {
        var options = TrainingOptions()
        options.seed = seed
        // Many small updates learn more in the same time; a grammar has no noise to be smoothed.
        options.updateTokens = 1536
        options.labelSmoothing = 0.05
        options.schedule = .cosine(peak: 3e-3, warmup: 300, total: updates, floor: 0)
        options.adam = AdamOptions(clipNorm: 1)
        options.maximumUpdates = updates
        options.validationInterval = .updates(updates / 2)
        options.checkpointInterval = updates
        options.logInterval = 50
        options.final = .last
        return options
    }

    static var search: SearchOptions { .greedy }
}
