import Basics
import Foundation
import Layers
import Models
import Text
import Training

/// Trains one contender in a folder of its own, or goes on where that was left.
struct ContenderTraining {
    let contender: Contender
    /// What progress calls it.
    let name: String
    let configuration: any ModelConfiguration
    let training: EncodedCorpus
    let data: ComparisonData
    let options: ComparisonOptions
    let folder: URL

    /// Trains to the end of the budget, unless that has been done.
    ///
    /// - Returns: The updates done in all; nil when the end was not reached.
    func run(
        isCancelled: () -> Bool, report: @escaping (TrainingEvent) -> Void
    ) throws -> Int? {
        var state = PartState(settings: settings)
        if let found = try PartState.read(from: folder) {
            try found.check(settings, folder)
            if let updates = found.updates { return updates }
        } else {
            guard !RunDirectory.holdsRun(folder) else {
                throw CalqueError(
                    """
                    \(folder.path) holds a run that is no part of this comparison. Give another \
                    output folder.
                    """, kind: .system)
            }
            try RunDirectory.check(folder, .refuse)
            try FileManager.default.createFolder(folder)
            try state.write(to: folder)
        }
        let parts = TrainingRunParts(
            recipe: recipe, tokenizer: data.tokenizer, data: TrainingData(training),
            validation: data.validation, general: nil,
            model: configuration.makeModel(seed: recipe.seed), isBegun: false,
            baseTranslations: nil)
        let result = try parts.train(
            in: folder, .resume,
            report: { if case .training(let event) = $0 { report(event) } },
            isCancelled: isCancelled)
        guard result.reason != .interrupted else { return nil }
        state.updates = result.updates
        try state.write(to: folder)
        return result.updates
    }

    /// The highest learning rate.
    var learningRate: Double {
        options.learningRates[contender]
            ?? contender.architecture.learningRate(width: configuration.width)
    }

    /// Its own model and rate, the budget, and what is the same for all.
    var recipe: TrainingRecipe {
        var recipe = options.recipe
        // What is trained on is the comparison's, and told apart by its fingerprint.
        recipe.text = .init()
        recipe.tokenizer = .init()
        recipe.model = .init(describing: configuration, contender.architecture)
        recipe.optimization.learningRate = learningRate
        recipe.optimization.adam.clipNorm = 1
        recipe.limits = options.limits
        if let updates = recipe.limits.updates {
            recipe.optimization.shape = .cosine
            recipe.optimization.warmup = .updates(max(1, updates * 15 / 100))
            recipe.validation.interval = .updates(max(1, updates / 10))
            recipe.checkpoints.interval = max(1, updates / 4)
            recipe.checkpoints.logInterval = max(1, updates / 200)
        } else {
            recipe.optimization.shape = .inverseSquareRoot
            recipe.optimization.warmup = 400
            recipe.validation.interval = 500
            recipe.checkpoints.logInterval = 10
        }
        recipe.checkpoints.kept = 1
        recipe.checkpoints.final = .last
        return recipe
    }

    /// What the trained weights depend on.
    private var settings: [String: String] {
        let keys = RecipeKey.all.map { ($0.name, $0.read(recipe)) }
        return Dictionary(uniqueKeysWithValues: keys).compactMapValues(\.self).merging([
            "vocabulary": "\(configuration.embeddings.targetVocabularySize)",
            "training pairs": "\(training.count)",
            "training text": "\(training.fingerprint)",
        ]) { own, _ in own }
    }
}
