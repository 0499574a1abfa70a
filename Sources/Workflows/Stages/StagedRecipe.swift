import Basics

/// A training in stages: one recipe after the other, each of which goes on with a model of the one
/// before.
///
///     let recipe = try StagedRecipe(contentsOf: URL(fileURLWithPath: "stages.yaml"))
///     try StagedTraining(recipe, in: URL(fileURLWithPath: "en-de")).train()
public struct StagedRecipe: Sendable, Equatable {
    /// Keys of all stages that do not say otherwise. What the model is, and how text is cut, is that of
    /// the first; `from` is the model that it begins with.
    public var common: [RecipeSetting]
    /// The stages in order.
    public var stages: [Stage]

    /// A stage.
    public struct Stage: Sendable, Equatable {
        /// Its name: letters, digits and hyphens, for it is a part of a folder's.
        public var name: String
        /// What it begins with: for the first stage the folder of a model, for others the name of an
        /// earlier stage; nil for random weights, or the stage before.
        public var from: String?
        /// Its own keys of a recipe.
        public var settings: [RecipeSetting]
        /// Text of the target language that pairs are made of for it.
        public var backTranslation: BackTranslationSettings?

        /// A stage of its parts.
        ///
        /// - Parameters:
        ///   - name: Its name.
        ///   - from: What it begins with; nil for random weights, or the stage before.
        ///   - settings: Its own keys of a recipe.
        ///   - backTranslation: Text of the target language that pairs are made of for it.
        public init(
            name: String, from: String? = nil, settings: [RecipeSetting] = [],
            backTranslation: BackTranslationSettings? = nil
        ) {
            self.name = name
            self.from = from
            self.settings = settings
            self.backTranslation = backTranslation
        }
    }

    /// A training of its parts.
    ///
    /// - Parameters:
    ///   - common: Keys of all stages that do not say otherwise.
    ///   - stages: The stages in order.
    public init(common: [RecipeSetting] = [], stages: [Stage]) {
        self.common = common
        self.stages = stages
    }

    /// Gives keys of all stages other values; stages that say otherwise keep theirs.
    ///
    /// - Parameter settings: The keys. Text takes the place of all text of its kind.
    /// - Throws: `CalqueError` when a key is given more than once, does not exist or cannot have the
    ///   value.
    public mutating func apply(_ settings: [RecipeSetting]) throws {
        var recipe = TrainingRecipe()
        try recipe.apply(settings)
        common = common.overridden(by: settings)
    }
}

/// Lines of the target language, each of which becomes a pair: a model of the other direction
/// translates it, and the line itself is the translation to be learned (Sennrich, Haddow & Birch 2016,
/// "Improving Neural Machine Translation Models with Monolingual Data").
public struct BackTranslationSettings: Sendable, Equatable {
    /// How source sentences are searched for.
    public enum Search: String, Sendable, CaseIterable {
        /// The most probable ones.
        case beam
        /// The most probable token at every step.
        case greedy
        /// Every token drawn at random.
        case sampling
    }

    /// Files of lines in the target language.
    public var text: [String]
    /// The folder of a model that translates from the target language; nil for one that is trained first,
    /// on the pairs of the stage.
    public var reverse: String?
    /// How source sentences are searched for; nil for what suits the number of pairs.
    public var search: Search?
    /// Hypotheses of a beam; nil for ``standardBeam``.
    public var beam: Int?
    /// What the made source sentences begin with, so that a model tells them from others (Caswell,
    /// Chelba & Grangier 2019, "Tagged Back-Translation"); nil for nothing.
    public var tag: String?
    /// Keys of the recipe of a reverse model that is trained.
    public var settings: [RecipeSetting]

    /// Lines that are translated as it is by default.
    ///
    /// - Parameter text: Files of lines in the target language.
    public init(text: [String]) {
        self.text = text
        settings = []
    }
}

extension BackTranslationSettings {
    /// Hypotheses of a beam.
    public static let standardBeam = 4
}

extension BackTranslationSettings.Search {
    /// From so many pairs on sentences are sampled. Edunov et al. 2018 ("Understanding Back-Translation at
    /// Scale") found a beam better where the reverse model had 80,000 pairs to learn from, and
    /// sampling with 640,000; this lies between the two.
    static let pairsForSampling = 250_000

    /// The search that suits a number of pairs.
    ///
    /// - Parameter pairs: Those of the stage.
    package static func suiting(pairs: Int) -> Self {
        pairs < pairsForSampling ? .beam : .sampling
    }
}

extension [RecipeSetting] {
    /// Keys of which one says where some text is, each with those that mean nothing beside other text.
    private static let texts: [(names: Set<String>, followers: Set<String>)] = [
        (files("").union(["sources"]), ["alignments"]),
        (files("validation-").union(["validation-pairs"]), []),
        (files("general-").union(["general-from-base"]), []),
        (files("general-validation-"), []),
    ]

    private static func files(_ prefix: String) -> Set<String> {
        Set(TrainingRecipe.PairFiles.names.map { prefix + $0.name })
    }

    /// These settings with others in their place. One that says where text is takes the place of all that
    /// say where text of its kind is.
    func overridden(by others: [RecipeSetting]) -> [RecipeSetting] {
        let names = Set(others.map(\.name))
        var replaced = names
        for kind in Self.texts where !names.isDisjoint(with: kind.names) {
            replaced.formUnion(kind.names.union(kind.followers))
        }
        return filter { !replaced.contains($0.name) } + others
    }

    /// The settings with paths that hold in any folder.
    var withAbsolutePaths: [RecipeSetting] {
        map { setting in
            var recipe = TrainingRecipe()
            guard let key = try? RecipeKey.named(setting.name),
                [.path, .structure].contains(key.kind),
                (try? recipe.set(setting.name, to: setting.value)) != nil,
                let value = key.read(recipe.withAbsolutePaths)
            else { return setting }
            return RecipeSetting(name: setting.name, value: value)
        }
    }
}
