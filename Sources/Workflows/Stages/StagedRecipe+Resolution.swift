import Basics
import Foundation
import Models
import Text

/// What a stage is, with what it has from all stages and from those before.
struct ResolvedStage: Equatable {
    /// Where the weights come from.
    enum Beginning: Equatable {
        case random
        /// The folder of a model.
        case model(String)
        /// The stage of some number, from 0.
        case stage(Int)
    }

    let index: Int
    let name: String
    let beginning: Beginning
    /// The recipe without what the training itself makes: the model of a stage before, a tokenizer, and
    /// pairs.
    let recipe: TrainingRecipe
    /// As `recipe`, for a reverse model, the text not yet exchanged; nil where none is trained.
    let reverse: TrainingRecipe?
    let backTranslation: BackTranslationSettings?
}

extension StagedRecipe {
    /// Keys that a model and its tokenizer decide, and those beside them that a stage may still have.
    private static let ofModel: Set<RecipeKey.Section> = [
        .tokenizer, .model, .transformer, .study, .recurrent, .machine,
    ]
    private static let ofTraining: Set = [
        "dropout", "attention-dropout", "activation-dropout", "subword-sampling",
    ]

    /// Whether only the first stage decides it.
    static func isOfModel(_ key: RecipeKey) -> Bool {
        ofModel.contains(key.section) && !ofTraining.contains(key.name)
    }

    /// The stages, each with what it has from others.
    ///
    /// - Throws: `CalqueError` naming a stage, where a key, a name or a beginning cannot be.
    func resolved() throws -> [ResolvedStage] {
        try requireNames()
        return try stages.indices.map { index in
            do {
                return try resolved(index)
            } catch let error as CalqueError {
                throw error.prefixed(by: "Stage \(stages[index].name): ")
            }
        }
    }

    private func resolved(_ index: Int) throws -> ResolvedStage {
        let stage = stages[index]
        let beginning = try beginning(index)
        let recipe = try self.recipe(index, beginning)
        if stage.backTranslation != nil { try requireNoGeneralText(recipe) }
        return ResolvedStage(
            index: index, name: stage.name, beginning: beginning, recipe: recipe,
            reverse: try reverse(index, recipe), backTranslation: stage.backTranslation)
    }

    private func beginning(_ index: Int) throws -> ResolvedStage.Beginning {
        let stage = stages[index]
        guard index > 0 else {
            let given = common.overridden(by: stage.settings).last { $0.name == "from" }?.value
            guard let path = stage.from ?? given, !path.isEmpty else { return .random }
            return .model(path)
        }
        guard let from = stage.from else { return .stage(index - 1) }
        guard let place = stages[..<index].firstIndex(where: { $0.name == from }) else {
            throw CalqueError(
                """
                from is \(from), which is no stage before it. A stage begins with the model of an \
                earlier one; only the first may begin with a folder's.
                """, kind: .configuration)
        }
        return .stage(place)
    }

    private func recipe(
        _ index: Int, _ beginning: ResolvedStage.Beginning
    ) throws -> TrainingRecipe {
        let stage = stages[index]
        var settings = common.filter { $0.name != "from" }
        if index > 0 {
            if let key = try stage.settings.map({ try RecipeKey.named($0.name) })
                .first(where: Self.isOfModel)
            {
                throw CalqueError(
                    """
                    \(key.name) is a matter of the first stage: all have its model and tokenizer. Leave \
                    it out, or give it there.
                    """, kind: .configuration)
            }
            settings = try settings.filter { try !Self.isOfModel(RecipeKey.named($0.name)) }
        }
        var recipe = TrainingRecipe()
        try recipe.apply(settings.overridden(by: stage.settings))
        recipe.model.base = nil
        try recipe.leaveOutUseless(
            settings.map(\.name).filter { name in !stage.settings.contains { $0.name == name } },
            isBased: beginning != .random,
            mixes: stage.backTranslation != nil && recipe.text.hasTraining)
        return recipe.withAbsolutePaths
    }

    /// Throws where the stage's pairs would have to go where there are others.
    private func requireNoGeneralText(_ recipe: TrainingRecipe) throws {
        guard try recipe.text.generalTraining() == nil, !recipe.text.general.isFromBase else {
            throw CalqueError(
                """
                The pairs that back-translate makes are its general text, and there is other general \
                text. Leave one of the two out.
                """, kind: .configuration)
        }
    }

    /// The recipe of a reverse model: what all stages have, the stage's text, and its limits unless
    /// the model has its own.
    private func reverse(_ index: Int, _ recipe: TrainingRecipe) throws -> TrainingRecipe? {
        guard let made = stages[index].backTranslation, made.reverse == nil else { return nil }
        let first = stages[0].settings.filter { setting in
            (try? RecipeKey.named(setting.name)).map(Self.isOfModel) == true
        }
        var reverse = TrainingRecipe()
        try reverse.apply(
            common.filter { $0.name != "from" }.overridden(by: first))
        let languages = (reverse.text.sourceLanguage, reverse.text.targetLanguage)
        reverse.text = recipe.text
        // They are a matter of the first stage, and this is a model of its own.
        reverse.text.sourceLanguage = recipe.text.sourceLanguage ?? languages.0
        reverse.text.targetLanguage = recipe.text.targetLanguage ?? languages.1
        reverse.text.general = .init()
        reverse.text.alignments = nil
        reverse.robustness = .init()
        reverse.model.base = nil
        reverse.limits = recipe.limits
        reverse.seed = recipe.seed
        let limits: Set = ["updates", "epochs", "minutes", "patience"]
        if made.settings.contains(where: { limits.contains($0.name) }) { reverse.limits = .init() }
        try reverse.apply(made.settings)
        try reverse.leaveOutUseless(common.map(\.name), isBased: false, mixes: false)
        return reverse.withAbsolutePaths
    }

    // MARK: Names

    private func requireNames() throws {
        guard !stages.isEmpty else {
            throw CalqueError("There are no stages. Give one at least.", kind: .configuration)
        }
        var names: Set<String> = []
        for (index, stage) in stages.enumerated() {
            let isPlain = stage.name.utf8.allSatisfy {
                Character(UnicodeScalar($0)).isLetter || (0x30...0x39).contains($0) || $0 == 0x2D
            }
            guard !stage.name.isEmpty, isPlain, stage.name.utf8.allSatisfy({ $0 < 0x80 }) else {
                throw CalqueError(
                    """
                    Stage \(index + 1) is called "\(stage.name)". Give it a name of letters, digits and \
                    hyphens.
                    """, kind: .configuration)
            }
            // Some disks do not tell capitals apart.
            guard names.insert(stage.name.lowercased()).inserted else {
                throw CalqueError(
                    "Two stages are called \(stage.name). Give every stage a name of its own.",
                    kind: .configuration)
            }
        }
    }
}

extension TrainingRecipe {
    /// Takes keys out that mean something in other stages and nothing in this one.
    ///
    /// - Parameters:
    ///   - names: Those that are not the stage's own.
    ///   - isBased: Whether it begins with a model.
    ///   - mixes: Whether general text is made for it.
    fileprivate mutating func leaveOutUseless(
        _ names: [String], isBased: Bool, mixes: Bool
    ) throws {
        for name in try unusedKeys(isBased: isBased, mixes: mixes).intersection(names) {
            try set(name, to: "")
        }
    }
}

extension StagedRecipe {
    /// The training with paths that hold in any folder.
    var withAbsolutePaths: StagedRecipe {
        var recipe = self
        recipe.common = common.withAbsolutePaths
        for index in recipe.stages.indices {
            recipe.stages[index].settings = stages[index].settings.withAbsolutePaths
            if index == 0 { recipe.stages[0].from = stages[0].from.map(\.fileURL.path) }
            guard var made = stages[index].backTranslation else { continue }
            made.text = made.text.map { $0 == "-" ? $0 : $0.fileURL.path }
            made.reverse = made.reverse.map(\.fileURL.path)
            made.settings = made.settings.withAbsolutePaths
            recipe.stages[index].backTranslation = made
        }
        return recipe
    }

    /// The training with what it leaves open as one that goes on has found it out.
    func completed(by found: StagedRecipe) -> StagedRecipe {
        var recipe = self
        for index in stages.indices where index < found.stages.count {
            guard let made = stages[index].backTranslation, made.search == nil else { continue }
            recipe.stages[index].backTranslation?.search =
                found.stages[index].backTranslation?.search
        }
        return recipe
    }
}
