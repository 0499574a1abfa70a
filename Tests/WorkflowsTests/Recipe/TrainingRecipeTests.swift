import Basics
import Foundation
import Models
import TestSupport
import Testing
import Workflows
import Text

struct TrainingRecipeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ yaml: String) throws -> TrainingRecipe {
        try TrainingRecipe(contentsOf: folder.write(yaml.utf8, to: "recipe.yaml"))
    }

    @Test(arguments: [
        "true", "no", "~", "null", "1e3", "0x10", "- a", "it's: \"a\" #\\", " spaces ", "a\nb",
        "a\tb",
        "\u{85}", "\u{2028}", "Ärger/日本語", "{x}", "*alias", "&anchor", "!tag", "%", "@", "`",
    ])
    func textReadsBackAsItself(text: String) throws {
        var recipe = TrainingRecipe()
        recipe.text.source = text
        recipe.text.sourceLanguage = text
        #expect(try read(recipe.yaml()) == recipe)
    }

    @Test func settingsAreTakenOverInOrder() throws {
        var recipe = TrainingRecipe()
        try recipe.apply([
            RecipeSetting(name: "heads", value: "2"), RecipeSetting(name: "minutes", value: "3"),
        ])
        #expect(recipe.model.transformer.heads == 2 && recipe.limits.minutes == 3)
        try recipe.apply([RecipeSetting(name: "minutes", value: "")])
        #expect(recipe.limits.minutes == nil)
    }

    @Test func aSettingThatIsGivenTwiceIsRefused() {
        var recipe = TrainingRecipe()
        let error = #expect(throws: CalqueError.self) {
            try recipe.apply(["2", "4"].map { RecipeSetting(name: "heads", value: $0) })
        }
        #expect(error?.kind == .configuration)
        #expect(error?.message.contains("heads is given more than once") == true)
        #expect(recipe == TrainingRecipe())
    }

    @Test func linesWithoutAValueAreLeftToTheDefault() throws {
        #expect(try read("") == TrainingRecipe())
        #expect(
            try read("source-language: \"\"\nwidth:\nheads: ~\nseed: null\n") == TrainingRecipe())
    }

    @Test(arguments: [
        ("widht: 3", "Its name may be \"width\""), ("width: [1, 2]", "no single value"),
        ("width: 0", "Allowed is"), ("- width", "not a YAML mapping"), ("a: b: c", "not YAML"),
        ("config: other.yaml", "no key of a recipe"), ("resume: true", "no key of a recipe"),
    ])
    func mistakesAreNamedWithTheirFile(yaml: String, reason: String) throws {
        let error = #expect(throws: CalqueError.self) { try read(yaml) }
        #expect(error?.message.contains("recipe.yaml") == true)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test func aFileChangesOnlyWhatItSays() throws {
        var recipe = TrainingRecipe()
        recipe.model.width = 8
        recipe.limits.updates = 5
        try recipe.apply(contentsOf: folder.write("updates: 6\n".utf8, to: "recipe.yaml"))
        #expect(recipe.model.width == 8 && recipe.limits.updates == 6)
    }

    // MARK: Text

    @Test(arguments: ["", "validation-", "general-"])
    func textMayBeATranslationMemory(prefix: String) throws {
        let memory = try folder.write(
            """
            <tmx version="1.4"><header/><body><tu><tuv xml:lang="de"><seg>Eins</seg></tuv>
            <tuv xml:lang="en-US"><seg>One</seg></tuv></tu></body></tmx>
            """.utf8, to: "memory.tmx")
        var recipe = TrainingRecipe()
        func text() throws -> ParallelCorpus? {
            switch prefix {
            case "": try recipe.text.training()
            case "validation-": try recipe.text.validation()
            default: try recipe.text.generalTraining()
            }
        }
        try recipe.set("\(prefix)tmx", to: memory.path)
        let open = #expect(throws: CalqueError.self) { try text() }
        #expect(open?.message.contains("\(prefix)tmx may have text in many languages") == true)
        try recipe.set("source-language", to: "en")
        try recipe.set("target-language", to: "de")
        let line = try text()?.makeReader().next()
        #expect(line?.source == "One" && line?.target == "Eins")
        try recipe.set("\(prefix)tsv", to: "table")
        let both = #expect(throws: CalqueError.self) { try text() }
        #expect(both?.message.contains("or only \(prefix)tmx") == true)
    }

    // MARK: Models

    private static let embeddings = EmbeddingConfiguration(
        vocabularySize: 40, specialTokens: SpecialTokens(padding: 39))

    @Test(arguments: Architecture.allCases)
    func aModelIsMadeAgainFromItsDescription(architecture: Architecture) throws {
        var recipe = TrainingRecipe()
        recipe.model.architecture = architecture
        recipe.model.size = .tiny
        recipe.model.width = 48
        recipe.model.dropout = 0.25
        recipe.model.maximumLength = 77
        switch architecture {
        case .transformer:
            recipe.model.transformer.norm = .pre
            recipe.model.transformer.heads = 3
            recipe.model.transformer.decoderLayers = 1
            recipe.model.transformer.study = TransformerStudy(without: [.mask, .scaling])
        case .ntm: recipe.model.machine.writeHeads = 2
        case .additiveAttention: recipe.model.recurrent.attentionWidth = 20
        default: recipe.model.recurrent.layers = 2
        }
        let configuration = try recipe.configuration(Self.embeddings)
        var again = TrainingRecipe()
        again.model = .init(describing: configuration, architecture)
        let same = try again.configuration(Self.embeddings)
        #expect(same.width == 48 && same.maximumLength == 77)
        #expect(
            NSDictionary(dictionary: same.jsonObject)
                == NSDictionary(dictionary: configuration.jsonObject))
    }

    @Test(arguments: [
        ["size": "student-tiny"], ["size": "student-base-memory", "width": "48"],
        ["size": "student-base", "decoder": "self-attention"], ["decoder": "ssru", "norm": "pre"],
    ])
    func aStudentIsMadeAgainFromItsDescription(settings: [String: String]) throws {
        var recipe = TrainingRecipe()
        for (name, value) in settings { try recipe.set(name, to: value) }
        let configuration = try recipe.configuration(Self.embeddings)
        let attends = settings["decoder"] == "self-attention"
        #expect(
            (configuration as? TransformerConfiguration)?.decoder
                == (attends ? .selfAttention : .ssru))
        var again = TrainingRecipe()
        again.model = .init(describing: configuration, .transformer)
        let same = try again.configuration(Self.embeddings)
        #expect(
            same as? TransformerConfiguration == configuration as? TransformerConfiguration)
    }

    @Test(arguments: [
        (["architecture": "lstm", "heads": "2"], "heads is a key of the Transformer"),
        (["architecture": "lstm", "decoder": "ssru"], "decoder is a key of the Transformer"),
        (
            ["architecture": "gru", "size": "student-tiny"],
            "student-tiny is one of the Transformer"
        ),
        (["decoder": "ssru", "without": "mask"], "The decoder is ssru"),
        (["size": "student-tiny", "without": "mask"], "The decoder is ssru"),
        (["attention": "dot"], "attention is a key of recurrent models"),
        (["slots": "3"], "slots is a key of Neural Turing Machines"),
        (["architecture": "lstm", "without": "mask"], "without is a key of the Transformer"),
        (["positions": "learned", "without": "positions"], "Positions are learned"),
        (["norm": "pre", "without": "norm"], "Norms stand before the sublayers"),
        (["heads": "7", "width": "64"], "heads"),
        (["architecture": "gru", "attention-width": "3"], "additive"),
    ])
    func whatDoesNotFitIsRefused(settings: [String: String], reason: String) throws {
        var recipe = TrainingRecipe()
        for (name, value) in settings { try recipe.set(name, to: value) }
        let error = #expect(throws: CalqueError.self) {
            _ = try recipe.configuration(Self.embeddings)
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
}
