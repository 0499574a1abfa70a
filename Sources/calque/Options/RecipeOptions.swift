import ArgumentParser
import CalqueKit

// The keys of a recipe that have an option of their own.

/// The text of a training run.
struct TextOptions: ParsableArguments {
    @Option(help: .key("source")) var source: String?
    @Option(help: .key("target")) var target: String?
    @Option(help: .key("tsv")) var tsv: String?
    @Option(help: .key("validation-source")) var validationSource: String?
    @Option(help: .key("validation-target")) var validationTarget: String?
    @Option(help: .key("source-language")) var sourceLanguage: String?
    @Option(help: .key("target-language")) var targetLanguage: String?

    /// Their keys.
    static let keys = [
        "source", "target", "tsv", "validation-source", "validation-target", "source-language",
        "target-language",
    ]

    /// What was given.
    var settings: [RecipeSetting] {
        RecipeSetting.list(
            Self.keys,
            [
                source, target, tsv, validationSource, validationTarget, sourceLanguage,
                targetLanguage,
            ])
    }
}

/// What else of a training run most people want to say.
struct RunOptions: ParsableArguments {
    @Option(help: .key("from")) var from: String?
    @Option(help: .key("architecture")) var architecture: String?
    @Option(help: .key("size")) var size: String?
    @Option(help: .key("minutes")) var minutes: String?
    @Option(help: .key("updates")) var updates: String?
    @Option(name: [.long, .customLong("threads")], help: .key("workers")) var workers: String?

    /// Their keys.
    static let keys = ["from", "architecture", "size", "minutes", "updates", "workers"]

    /// What was given.
    var settings: [RecipeSetting] {
        RecipeSetting.list(Self.keys, [from, architecture, size, minutes, updates, workers])
    }
}

/// What is the same for all models of a comparison.
struct ComparisonTrainingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Size of the Transformer; all models get as many parameters as it has.",
            valueName: "size"
        ).withDefault(ComparisonOptions().size.rawValue))
    var size: String?
    @Option(
        help: ArgumentHelp("Updates of every model.", valueName: "n")
            .withDefault(ComparisonOptions.standardUpdates))
    var updates: String?
    @Option(
        help: ArgumentHelp(
            "Instead of updates: minutes of training of every model.", valueName: "minutes"))
    var minutes: String?
    @Option(name: [.long, .customLong("threads")], help: .key("workers")) var workers: String?

    /// What was given.
    var settings: [RecipeSetting] {
        RecipeSetting.list(
            ["size", "updates", "minutes", "workers"], [size, updates, minutes, workers])
    }
}

/// All other keys.
struct SettingOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Set keys of the recipe, such as heads=8 dropout=0.2.",
            valueName: "key=value"))
    var assignments: [String] = []

    /// What was given.
    func settings() throws -> [RecipeSetting] { try assignments.map(RecipeSetting.init(parsing:)) }
}

/// A key of a recipe and the value that it was given on the command line.
struct RecipeSetting {
    let name: String
    let value: String

    /// The keys that were given a value.
    static func list(_ names: [String], _ values: [String?]) -> [RecipeSetting] {
        zip(names, values).compactMap { name, value in
            value.map { RecipeSetting(name: name, value: $0) }
        }
    }

    private init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Reads `heads=8`.
    init(parsing text: String) throws {
        guard let sign = text.firstIndex(of: "=") else {
            throw ValidationError("--set \(text) has no value. Give it as --set key=value.")
        }
        name = String(text[..<sign])
        value = String(text[text.index(after: sign)...])
    }
}

extension TrainingRecipe {
    /// Takes over what a file says, and then what the command line says.
    mutating func apply(config: String?, _ settings: [RecipeSetting]) throws {
        let counts = Dictionary(settings.map { ($0.name, 1) }, uniquingKeysWith: +)
        if let twice = settings.first(where: { counts[$0.name, default: 0] > 1 }) {
            throw ValidationError("\(twice.name) is given more than once. Give it once.")
        }
        if let config { try apply(contentsOf: config.fileURL) }
        for setting in settings { try set(setting.name, to: setting.value) }
    }
}

extension ArgumentHelp {
    /// What the table of keys says.
    static func key(_ name: String) -> ArgumentHelp {
        guard let key = try? RecipeKey.named(name) else {
            preconditionFailure("an option for \(name), which is no key")
        }
        let standard = key.standard.map { " (default: \($0))" } ?? ""
        return ArgumentHelp("\(key.meaning)\(standard)", valueName: key.unit)
    }
}
