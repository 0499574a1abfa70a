import Basics
public import Models
import Tensors
public import Text
import Training

// A comparison whose rules are keys of a recipe.

extension TrainingRecipe {
    /// How the models of a comparison are trained unless a recipe says otherwise.
    public static var comparison: TrainingRecipe {
        var recipe = TrainingRecipe()
        recipe.model.maximumLength = 256
        recipe.model.dropout = 0.1
        recipe.optimization.updateTokens = 2048
        recipe.precision = .fastest
        recipe.workers = WorkerPool.coreCount
        return recipe
    }

    /// How the models of a study of ablations are trained unless a recipe says otherwise: many small
    /// updates, which learn more of a small budget.
    public static var ablations: TrainingRecipe {
        var recipe = comparison
        recipe.optimization.updateTokens = 1024
        return recipe
    }
}

extension TrainingRecipe {
    /// The keys that are the same for all models of a comparison.
    private static let comparedKeys: Set = [
        "size", "updates", "minutes", "workers", "seed", "precision", "update-tokens", "dropout",
        "label-smoothing", "maximum-length", "vocabulary-size",
    ]

    /// Keys of the text that a comparison has no use for: not every architecture has heads that
    /// alignments could guide, and the text is told apart by its files.
    private static let textKeysOfRuns: Set = [
        "alignments", "validation-pairs", "drop-near-validation", "cleaning",
    ]

    /// Throws `CalqueError` when the recipe gives a key a value that it cannot have or that a comparison
    /// has no use for, or two limits.
    func requireComparable() throws {
        try requireAllowedValues()
        let other = differences(from: .comparison).first {
            ($0.section != .text || Self.textKeysOfRuns.contains($0.name))
                && !Self.comparedKeys.contains($0.name)
        }
        if let other {
            throw CalqueError(
                "\(other.name) is not the same for all models of a comparison, or follows from it. "
                    + "Leave it out.", kind: .configuration)
        }
        guard text.weights.allSatisfy({ $0 == 1 }) else {
            throw CalqueError(
                "A comparison goes over every source once an epoch: leave weights out of sources.",
                kind: .configuration)
        }
        guard limits.updates == nil || limits.minutes == nil else {
            throw CalqueError("Give updates or minutes, not both.", kind: .configuration)
        }
    }

    /// The limits of the recipe, or so many updates where it has none.
    func limits(otherwise updates: Int) -> RunLimits {
        var limited = self.limits
        if limited == .init() { limited.updates = updates }
        return limited
    }

    /// How one model of a comparison is trained: its own settings and rate, the budget, and what is the
    /// same for all.
    func compared(
        _ model: ModelSettings, learningRate: Double, limits: RunLimits
    ) -> TrainingRecipe {
        var recipe = self
        // What is trained on is the comparison's, and told apart by its fingerprint.
        recipe.text = .init()
        recipe.tokenizer = .init()
        recipe.model = model
        recipe.optimization.learningRate = learningRate
        recipe.optimization.adam.clipNorm = 1
        recipe.limits = limits
        if let updates = limits.updates {
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
}

extension ComparisonOptions {
    /// The updates of every contender where the recipe has no limit.
    public static let standardUpdates = 2000

    /// The size of the Transformer, from which the others take their numbers of parameters.
    public var size: ModelSize { recipe.model.size ?? .tiny }

    /// How long each trains.
    var limits: TrainingRecipe.RunLimits { recipe.limits(otherwise: Self.standardUpdates) }

    /// What trainers are told that does not depend on the model.
    var trainingOptions: TrainingOptions { recipe.trainingOptions(width: 1) }

    /// Throws `CalqueError` when the recipe gives a key a value that it cannot have or that a comparison
    /// has no use for, or two limits.
    public func validate() throws { try recipe.requireComparable() }

    /// How a contender is trained.
    func recipe(
        of contender: Contender, _ configuration: any ModelConfiguration
    ) -> TrainingRecipe {
        recipe.compared(
            .init(describing: configuration, contender.architecture),
            learningRate: learningRates[contender]
                ?? contender.architecture.learningRate(width: configuration.width),
            limits: limits)
    }
}

extension ComparisonText {
    /// The text of a recipe, and what the trained models are to translate.
    ///
    /// - Throws: `CalqueError` when the recipe has no text, one side alone, or one file too many.
    public init(_ recipe: TrainingRecipe, test: ParallelCorpus) throws {
        let text = recipe.text
        self.init(
            training: try text.training(), validation: try text.validation(), test: test)
        apply(recipe)
    }

    /// Takes over what a recipe says of its text beside the files.
    public mutating func apply(_ recipe: TrainingRecipe) {
        filters = recipe.text.filters
        languages.source = recipe.text.sourceLanguage ?? languages.source
        languages.target = recipe.text.targetLanguage ?? languages.target
        vocabularySize = recipe.tokenizer.vocabularySize ?? vocabularySize
    }
}
