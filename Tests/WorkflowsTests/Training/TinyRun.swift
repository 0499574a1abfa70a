import TestSupport
import Workflows

/// A run of a few updates on made-up text.
enum TinyRun {
    /// Writes the text into a folder, and names it.
    static func recipe(in folder: TemporaryFolder) throws -> TrainingRecipe {
        func file(_ lines: some Sequence<String>, _ name: String) throws -> String {
            try folder.write(lines: Array(lines), to: name).path
        }
        let (sources, targets) = (ReversedText.sources, ReversedText.targets)
        var recipe = TrainingRecipe()
        recipe.text.source = try file(sources, "train.source")
        recipe.text.target = try file(targets, "train.target")
        recipe.text.validationSource = try file(sources.prefix(6), "validation.source")
        recipe.text.validationTarget = try file(targets.prefix(6), "validation.target")
        // There are few different lines, and all of them are in both texts.
        recipe.text.dropsNearValidation = false
        recipe.tokenizer.vocabularySize = 40
        recipe.model.width = 16
        recipe.model.maximumLength = 24
        recipe.model.transformer.innerWidth = 32
        recipe.model.transformer.heads = 2
        recipe.model.transformer.encoderLayers = 1
        recipe.model.transformer.decoderLayers = 1
        recipe.optimization.updateTokens = 100
        recipe.optimization.warmup = 2
        recipe.precision = .float32
        recipe.workers = 1
        recipe.limits.updates = 4
        recipe.validation.interval = 2
        recipe.checkpoints.interval = 2
        recipe.checkpoints.logInterval = 1
        return recipe
    }
}

extension TrainingRecipe {
    /// The recipe, changed.
    func with(_ change: (inout TrainingRecipe) throws -> Void) rethrows -> TrainingRecipe {
        var recipe = self
        try change(&recipe)
        return recipe
    }
}
