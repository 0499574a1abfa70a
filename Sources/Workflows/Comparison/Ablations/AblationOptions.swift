import Basics
import Models
public import Translation

/// What is taken out of a Transformer, one thing at a time, and how the models are trained.
public struct AblationOptions: Sendable {
    /// What is compared with the whole model, in the order of tables and figures.
    public var ablations = Ablation.standard
    /// How often each is trained, from random numbers of its own: with the recipe's seed and those after
    /// it.
    public var seeds = 3
    /// How all are trained: the keys of a recipe that are the same for all, and the text, which is
    /// given by itself, left aside.
    public var recipe = TrainingRecipe.ablations
    /// How the test sentences are translated.
    public var search = SearchOptions.greedy

    /// The updates of every model where the recipe has no limit: with the recipe's updates, about a
    /// million target tokens.
    public static let standardUpdates = 1000
    /// How many seeds there may be.
    public static let seedCounts = 1...MeanOverSeeds.largestCount
    /// The moving average of weights that the whole model is made of. The paper averages checkpoints
    /// (section 6.1).
    private static let averageDecay = 0.99

    /// The defaults.
    public init() {}

    /// The size of the whole model.
    var size: ModelSize { recipe.model.size ?? .tiny }

    /// How long each trains.
    var limits: TrainingRecipe.RunLimits { recipe.limits(otherwise: Self.standardUpdates) }

    /// Throws `CalqueError` when the recipe gives a key a value that it cannot have or that a comparison
    /// has no use for, two limits, or too many seeds or none; and when an ablation changes nothing.
    public func validate() throws {
        try recipe.requireComparable()
        guard Self.seedCounts.contains(seeds) else {
            throw CalqueError(
                "\(seeds) seeds are asked for: allowed are \(Self.seedCounts.lowerBound) to "
                    + "\(Self.seedCounts.upperBound).", kind: .configuration)
        }
        let whole = try recipe(of: .whole, seed: recipe.seed)
        var names: Set = [Ablation.whole.name]
        for ablation in ablations {
            guard names.insert(ablation.name).inserted else {
                throw CalqueError(
                    "There are two ablations of the name \(ablation.name). Give each a name of its "
                        + "own.", kind: .configuration)
            }
            guard try recipe(of: ablation, seed: recipe.seed) != whole else {
                throw CalqueError(
                    "\(ablation.name) changes nothing: the whole model has its settings already. "
                        + "Leave it out, or the setting.", kind: .configuration)
            }
        }
    }

    /// How a model is trained, with a seed.
    ///
    /// - Throws: `CalqueError` when an ablation has a key that there is not, or a value that the key
    ///   cannot have.
    func recipe(of ablation: Ablation, seed: UInt64) throws -> TrainingRecipe {
        var model = recipe.model
        model.size = size
        var recipe = recipe.compared(
            model, learningRate: model.architecture.learningRate(width: size.width),
            limits: limits)
        recipe.seed = seed
        recipe.optimization.adam.averageDecay = Self.averageDecay
        if let updates = limits.updates {
            recipe.validation.interval = .updates(max(1, updates / 5))
        }
        for (name, value) in ablation.settings.sorted(by: { $0.key < $1.key }) {
            try recipe.set(name, to: value)
        }
        return recipe
    }

    /// The seeds.
    var seedNumbers: [UInt64] { (0..<UInt64(seeds)).map { recipe.seed &+ $0 } }
}
