package import EmbeddedCorpus
package import Foundation
package import Translation

/// What the demonstration trains, and on what.
package enum DemoSettings {
    package static let seed: UInt64 = 1
    package static let directions: [(Language, Language)] = [
        (.english, .french), (.spanish, .english),
    ]
    package static let trainingPairs = 60_000
    package static let validationPairs = 200
    package static let testPairs = 500
    /// Sentences of each sort, in each direction, for every person and animal of the lexicon.
    package static let antecedentsPerNoun = 3
    package static let updates = 2500

    /// Sentences that are shown, and what they should become.
    package static let examples = [
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

    /// The run on the text in a folder.
    package static func recipe(text folder: URL) -> TrainingRecipe {
        var recipe = TrainingRecipe()
        recipe.text.source = folder.appendingPathComponent("train.source").path
        recipe.text.target = folder.appendingPathComponent("train.target").path
        recipe.text.validationSource = folder.appendingPathComponent("validation.source").path
        recipe.text.validationTarget = folder.appendingPathComponent("validation.target").path
        recipe.text.languagePairs = directions.map { "\($0.0.rawValue)-\($0.1.rawValue)" }
        recipe.tokenizer.vocabularySize = 2000
        recipe.tokenizer.characterCoverage = 1
        recipe.model.size = .tiny
        recipe.model.transformer.encoderLayers = 3
        recipe.model.transformer.decoderLayers = 3
        recipe.model.maximumLength = 64
        recipe.model.dropout = 0.05
        recipe.seed = seed
        recipe.limits.updates = updates
        // Many small updates learn more in the same time; a grammar has no noise to be smoothed.
        recipe.optimization.updateTokens = 1536
        recipe.optimization.labelSmoothing = 0.05
        recipe.optimization.learningRate = 3e-3
        recipe.optimization.warmup = 300
        recipe.optimization.adam.clipNorm = 1
        recipe.validation.interval = .updates(updates / 2)
        recipe.checkpoints.interval = updates
        recipe.checkpoints.final = .last
        return recipe
    }

    package static var search: SearchOptions { .greedy }
}
