import ArgumentParser
import CalqueKit

// The keys of a recipe that have an option of their own.

/// Options that give keys of a recipe their values.
protocol RecipeOptions: ParsableArguments {
    /// The keys, and what was given for them.
    static var keys: [(name: String, value: KeyPath<Self, String?>)] { get }
}

extension RecipeOptions {
    /// What was given.
    var settings: [RecipeSetting] { givenSettings }

    /// What was given for ``keys``.
    var givenSettings: [RecipeSetting] {
        Self.keys.compactMap { name, value in
            self[keyPath: value].map { RecipeSetting(name: name, value: $0) }
        }
    }
}

/// The text of a training run.
struct TextOptions: RecipeOptions {
    @Option(help: .key("source")) var source: [String] = []
    @Option(help: .key("target")) var target: [String] = []
    @Option(help: .key("tsv")) var tsv: [String] = []
    @Option(help: .key("tmx")) var tmx: [String] = []
    @Option(help: .key("xliff")) var xliff: [String] = []
    @Option(help: .key("po")) var po: [String] = []
    @Option(help: .key("validation-source")) var validationSource: String?
    @Option(help: .key("validation-target")) var validationTarget: String?
    @Option(help: .key("source-language")) var sourceLanguage: String?
    @Option(help: .key("target-language")) var targetLanguage: String?

    static var keys: [(name: String, value: KeyPath<Self, String?>)] {
        [
            ("validation-source", \.validationSource), ("validation-target", \.validationTarget),
            ("source-language", \.sourceLanguage), ("target-language", \.targetLanguage),
        ]
    }

    /// The forms of text, which may be given again and beside each other, and what was given.
    var forms: [(name: String, paths: [String])] {
        [
            ("source", source), ("target", target), ("tsv", tsv), ("tmx", tmx), ("xliff", xliff),
            ("po", po),
        ]
    }

    /// The options that have one of ``forms``.
    static let formNames = ["source", "target", "tsv", "tmx", "xliff", "po"]

    func validate() throws {
        let isAlone = sources.isEmpty && max(source.count, target.count) < 2
        guard isAlone || source.count == target.count else {
            throw ValidationError("Give a --target for every --source, and the other way round.")
        }
    }

    /// What was given: one text by its own keys, several as sources.
    var settings: [RecipeSetting] { textSettings + givenSettings }

    private var textSettings: [RecipeSetting] {
        let isOne = sources.count + max(source.count, target.count) < 2
        guard !isOne else {
            return forms.compactMap { name, paths in
                paths.first.map { RecipeSetting(name: name, value: $0) }
            }
        }
        var recipe = TrainingRecipe()
        recipe.text.sources = pairedSources + sources
        guard let text = try? recipe.value(of: "sources") else { return [] }
        return [RecipeSetting(name: "sources", value: text)]
    }

    /// The texts of two files each.
    private var pairedSources: [TrainingRecipe.TextSource] {
        zip(source, target).map { source, target in
            var files = TrainingRecipe.PairFiles()
            files.source = source
            files.target = target
            return TrainingRecipe.TextSource(files)
        }
    }

    /// The texts of one file each.
    private var sources: [TrainingRecipe.TextSource] {
        var sources: [TrainingRecipe.TextSource] = []
        for path in tsv { sources.append(Self.source { $0.table = path }) }
        for path in tmx { sources.append(Self.source { $0.memory = path }) }
        for path in xliff { sources.append(Self.source { $0.xliff = path }) }
        for path in po { sources.append(Self.source { $0.portableObject = path }) }
        return sources
    }

    private static func source(
        _ set: (inout TrainingRecipe.PairFiles) -> Void
    ) -> TrainingRecipe.TextSource {
        var files = TrainingRecipe.PairFiles()
        set(&files)
        return .init(files)
    }
}

/// What else of a training run most people want to say.
struct RunOptions: RecipeOptions {
    @Option(help: .key("from")) var from: String?
    @Option(help: .key("architecture")) var architecture: String?
    @Option(help: .key("size")) var size: String?
    @Option(help: .key("minutes")) var minutes: String?
    @Option(help: .key("updates")) var updates: String?
    @Option(name: [.long, .customLong("threads")], help: .key("workers")) var workers: String?
    @OptionGroup var binding: Binding

    static var keys: [(name: String, value: KeyPath<Self, String?>)] {
        [
            ("from", \.from), ("architecture", \.architecture), ("size", \.size),
            ("minutes", \.minutes), ("updates", \.updates), ("workers", \.workers),
        ]
    }
}

/// What is the same for all models of a comparison.
struct ComparisonTrainingOptions: RecipeOptions {
    @Option(
        help: .value(
            "size",
            """
            Size of the Transformer; all architectures get as many parameters as it has.
            """,
            default: ComparisonOptions().size.rawValue))
    var size: String?
    @Option(
        help: .value(
            "n", "Updates of every model.",
            default: "\(ComparisonOptions.standardUpdates); \(AblationOptions.standardUpdates) of "
                + "ablations"))
    var updates: String?
    @Option(
        help: .value("minutes", "Instead of updates: minutes of training of every model."))
    var minutes: String?
    @Option(name: [.long, .customLong("threads")], help: .key("workers")) var workers: String?
    @OptionGroup var binding: Binding

    static var keys: [(name: String, value: KeyPath<Self, String?>)] {
        [
            ("size", \.size), ("updates", \.updates), ("minutes", \.minutes),
            ("workers", \.workers),
        ]
    }
}

/// All other keys.
struct SettingOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .upToNextOption,
        help: .value("key=value", "Set keys of the recipe, such as heads=8 dropout=0.2."))
    var assignments: [String] = []

    /// What was given.
    func settings() throws -> [RecipeSetting] {
        try assignments.map { text in
            let assignment = try Assignment(parsing: text)
            return RecipeSetting(name: assignment.key, value: assignment.value)
        }
    }
}

extension ArgumentHelp {
    /// What the table of keys says.
    static func key(_ name: String) -> ArgumentHelp {
        guard let key = try? RecipeKey.named(name) else {
            preconditionFailure("an option for \(name), which is no key")
        }
        return .value(key.unit, key.meaning, default: key.standard)
    }
}
