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
}

extension ComparisonOptions {
    /// The keys that are the same for all contenders.
    private static let keys: Set = [
        "size", "updates", "minutes", "workers", "seed", "precision", "update-tokens", "dropout",
        "label-smoothing", "maximum-length", "vocabulary-size",
    ]

    /// The updates of every contender where the recipe has no limit.
    public static let standardUpdates = 2000

    /// The size of the Transformer, from which the others take their numbers of parameters.
    public var size: ModelSize { recipe.model.size ?? .tiny }

    /// How long each trains.
    var limits: TrainingRecipe.RunLimits {
        var limits = recipe.limits
        if limits == .init() { limits.updates = Self.standardUpdates }
        return limits
    }

    /// What trainers are told that does not depend on the model.
    var trainingOptions: TrainingOptions { recipe.trainingOptions(width: 1) }

    /// Throws `CalqueError` when the recipe gives a key a value that it cannot have or that a comparison
    /// has no use for, or two limits.
    public func validate() throws {
        try recipe.requireAllowedValues()
        let other = recipe.differences(from: .comparison).first {
            $0.section != .text && !Self.keys.contains($0.name)
        }
        if let other {
            throw CalqueError(
                "\(other.name) is not the same for all models of a comparison, or follows from it. "
                    + "Leave it out.", kind: .configuration)
        }
        guard recipe.limits.updates == nil || recipe.limits.minutes == nil else {
            throw CalqueError("Give updates or minutes, not both.", kind: .configuration)
        }
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
