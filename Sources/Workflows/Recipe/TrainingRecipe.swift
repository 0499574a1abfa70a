public import Basics
public import Tensors
import Training

/// What a training run is: its text, tokenizer and model, how the model is trained, when that ends,
/// and what is kept.
///
///     var recipe = TrainingRecipe()
///     recipe.text.source = "train.en"
///     recipe.text.target = "train.fr"
///     recipe.limits.minutes = 30
///     try TrainingRun(recipe, in: URL(fileURLWithPath: "en-fr")).train()
///
/// What is nil follows from the rest, from the text and from the processor; ``TrainingRun`` finds it
/// out, and writes the recipe with all that it found into the run's folder.
public struct TrainingRecipe: Sendable, Equatable {
    /// What is trained on, and what the model is tested with on the way.
    public var text = TextSettings()
    /// How the text is changed from epoch to epoch.
    public var robustness = RobustnessSettings()
    /// How text is cut into tokens.
    public var tokenizer = TokenizerOptions()
    /// What the model is, and where its weights start.
    public var model = ModelSettings()
    /// How the weights follow the gradients.
    public var optimization = OptimizationSettings()
    /// When the run ends.
    public var limits = RunLimits()
    /// How the model is tested on the way.
    public var validation = ValidationSettings()
    /// What is kept.
    public var checkpoints = CheckpointSettings()
    /// The type of products and activations; nil for the faster on this processor.
    public var precision: Precision?
    /// Threads that each compute a share of every update, on all ranks together; nil for one per core.
    public var workers: Int?
    /// How several processes train together.
    public var ranks = RankSettings()
    /// Decides initial weights, order of the data and dropout.
    public var seed = TrainingOptions.standard.seed

    /// A recipe without text, all else as it is by default.
    public init() {}
}

/// Settings by their keys.
extension TrainingRecipe {
    /// Gives a key a value, as it is written in files and on the command line.
    ///
    /// - Parameters:
    ///   - name: The key.
    ///   - value: The value; nothing leaves the key to its default.
    /// - Throws: `CalqueError` when there is no such key, or it cannot have the value.
    public mutating func set(_ name: String, to value: String) throws(CalqueError) {
        let key = try RecipeKey.named(name)
        if value.isEmpty { return key.clear(&self) }
        guard key.write(&self, value) else { throw key.refusal(of: value) }
    }

    /// The value of a key as text; nil where the recipe has none.
    ///
    /// - Throws: `CalqueError` when there is no such key.
    public func value(of name: String) throws(CalqueError) -> String? {
        try RecipeKey.named(name).read(self)
    }

    /// The keys that two recipes have other values of, in the order of the table.
    public func differences(from other: TrainingRecipe) -> [RecipeKey] {
        RecipeKey.all.filter { $0.read(self) != $0.read(other) }
    }
}
