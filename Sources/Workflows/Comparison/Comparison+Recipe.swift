import Basics
public import Text

// A comparison whose rules are keys of a recipe.

extension ComparisonOptions {
    /// The keys that are the same for all contenders.
    private static let keys: Set = [
        "size", "updates", "minutes", "workers", "seed", "precision", "update-tokens", "dropout",
        "label-smoothing", "maximum-length", "vocabulary-size",
    ]

    /// Takes over what a recipe says of how all are trained, and leaves the rest.
    ///
    /// - Throws: `CalqueError` when the recipe gives a key a value that a comparison has no use for, or
    ///   two limits.
    public mutating func apply(_ recipe: TrainingRecipe) throws {
        let other = recipe.differences(from: TrainingRecipe()).first {
            $0.section != .text && !Self.keys.contains($0.name)
        }
        if let other {
            throw CalqueError(
                "\(other.name) is not the same for all models of a comparison, or follows from it. "
                    + "Leave it out.", kind: .configuration)
        }
        switch (recipe.limits.updates, recipe.limits.minutes) {
        case (nil, nil): break
        case (let updates?, nil): budget = .updates(updates)
        case (nil, let minutes?): budget = .seconds(minutes * 60)
        default: throw CalqueError("Give updates or minutes, not both.", kind: .configuration)
        }
        let optimization = recipe.optimization
        size = recipe.model.size ?? size
        seed = recipe.seed
        workers = recipe.workers ?? workers
        precision = recipe.precision ?? precision
        updateTokens = optimization.updateTokens ?? updateTokens
        labelSmoothing = optimization.labelSmoothing
        dropout = recipe.model.dropout ?? dropout
        if recipe.model.maximumLength != TrainingRecipe().model.maximumLength {
            maximumLength = recipe.model.maximumLength
        }
    }
}

extension ComparisonText {
    /// The text of a recipe, and what the trained models are to translate.
    ///
    /// - Returns: nil when the recipe has none.
    /// - Throws: `CalqueError` when there is one side alone, or one file too many.
    public init?(_ recipe: TrainingRecipe, test: ParallelCorpus) throws {
        let text = recipe.text
        guard text.hasTraining else { return nil }
        self.init(
            training: try text.training(), validation: try text.validation(), test: test,
            filters: text.filters, languages: (text.sourceLanguage, text.targetLanguage))
        vocabularySize = recipe.tokenizer.vocabularySize ?? vocabularySize
    }
}
