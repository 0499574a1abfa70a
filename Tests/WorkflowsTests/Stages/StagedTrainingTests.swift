import Basics
import Foundation
import Models
import TestSupport
import Testing
import Text
import Training
import Translation
import Workflows

/// Trainings in stages on made-up text, of a few updates each.
struct StagedTrainingTests {
    let folder: TemporaryFolder
    /// Two stages: mixed with what is translated back, and the own text alone.
    let recipe: StagedRecipe

    init() throws {
        folder = try TemporaryFolder()
        let plain = try TinyRun.recipe(in: folder)
        // More lines than are translated at a time, with characters that no pair has.
        let lines = (0..<620).map { ReversedText.targets[$0 % 60] + ($0 == 7 ? " zyx" : "") }
        let more = try folder.write(lines: lines, to: "more").path
        var made = BackTranslationSettings(text: [more])
        // So many that its translations have about the right length.
        made.settings = [
            ("updates", "120"), ("warm-up", "10"), ("validation-interval", "60"),
            ("checkpoint-interval", "60"),
        ].map { RecipeSetting(name: $0, value: $1) }
        var common = plain.differences(from: TrainingRecipe()).compactMap { key in
            key.read(plain).map { RecipeSetting(name: key.name, value: $0) }
        }
        common.removeAll { $0.name == "vocabulary-size" }
        common.append(RecipeSetting(name: "vocabulary-size", value: "60"))
        recipe = StagedRecipe(
            common: common,
            stages: [
                .init(name: "mixed", backTranslation: made),
                .init(
                    name: "own",
                    settings: [RecipeSetting(name: "learning-rate", value: "0.0001")]),
            ])
    }

    func changed(
        _ change: (inout StagedRecipe) throws -> Void
    ) rethrows -> StagedRecipe {
        var recipe = recipe
        try change(&recipe)
        return recipe
    }

    func setting(_ name: String, _ value: String) -> RecipeSetting {
        RecipeSetting(name: name, value: value)
    }

    func lines(_ name: String) throws -> [String] {
        try TextLines(path: folder.path(name)).lines
    }

    func stage(_ name: String) throws -> TrainingRecipe {
        try TrainingRecipe(contentsOf: folder.file(name + "/training.yaml"))
    }

    func same(_ one: String, _ other: String) throws -> Bool {
        try Data(contentsOf: folder.file(one)) == Data(contentsOf: folder.file(other))
    }

    // MARK: All of it

    @Test func everyStageBeginsWithTheModelBefore() throws {
        var parts: [String] = []
        var plan: [String] = []
        let isDone = try StagedTraining(recipe, in: folder.file("run")).train { event in
            switch event {
            case .plan(let lines): plan = lines
            case .began(let part): parts.append("\(part): \(part.work.words)")
            case .made(_, let report): #expect(report.lines == 620)
            default: break
            }
            #expect(
                event.lines.allSatisfy {
                    $0.hasPrefix("1/2 mixed") || $0.hasPrefix("2/2 own") || $0.hasPrefix("  ")
                })
        }
        #expect(isDone)
        #expect(
            parts == [
                "1/2 mixed: training the tokenizer on the text of all stages",
                "1/2 mixed, reverse: training the reverse model", "1/2 mixed: translating back",
                "1/2 mixed: making pairs", "1/2 mixed: training", "2/2 own: training",
            ])
        let text = plan.joined(separator: "\n")
        for part in ["from random weights", "620 lines", "beam 4", "from stage mixed", "0.0001"] {
            #expect(text.contains(part), "\(text)")
        }
        let (first, second) = (try stage("run/stages/1-mixed"), try stage("run/stages/2-own"))
        #expect(first.model.base == nil && first.text.general.source != nil)
        #expect(second.model.base == folder.path("run/stages/1-mixed"))
        #expect(second.text.general.source == nil && second.optimization.learningRate == 0.0001)
        // The last stage's model is the folder's, cut by one tokenizer that knows all text.
        #expect(try same("run/model.safetensors", "run/stages/2-own/model.safetensors"))
        #expect(try same("run/source.spm", "run/stages/1-mixed/source.spm"))
        let translator = try Translator(model: ModelDirectory(folder.file("run")), workers: 1)
        #expect(try translator.translate(["red dog"]).count == 1)
        let known = translator.tokenizer.target.vocabulary
        #expect(!translator.tokenizer.target.encode("zyx").contains(known.unknownID))
        // What is done keeps its model, and no checkpoints.
        for name in ["1-mixed", "2-own", "1-mixed/back-translation/reverse"] {
            #expect(folder.exists("run/stages/\(name)/model.safetensors"), "\(name)")
            #expect(!folder.exists("run/stages/\(name)/checkpoints"), "\(name)")
        }
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.path("run/stages/1-mixed/back-translation"))
        #expect(Set(names) == ["pairs", "reverse"])
    }

    /// Line by line: the text as it is, and what the reverse model made of it.
    @Test func pairsAreLinesAndTheirTranslations() throws {
        let tagged = changed {
            $0.stages[0].backTranslation?.tag = "<BT>"
            $0.stages[0].backTranslation?.search = .greedy
        }
        _ = try StagedTraining(tagged, in: folder.file("run")).train()
        let made = "run/stages/1-mixed/back-translation"
        let sources = try lines(made + "/pairs/source")
        let targets = try lines(made + "/pairs/target")
        #expect(sources.count == targets.count && !sources.isEmpty)
        #expect(sources.allSatisfy { $0.hasPrefix("<BT> ") })
        #expect(Set(targets).isSubset(of: try lines("more")))
        let reverse = try Translator(
            ensemble: [ModelDirectory(folder.file(made + "/reverse"))], workers: 1,
            precision: .float32)
        let first = try reverse.translate([targets[0]], .greedy)[0].text
        #expect(sources[0] == "<BT> " + first)
        // The reverse model learned the same pairs the other way round.
        let recipe = try stage(made + "/reverse")
        #expect(recipe.text.table == folder.path(made + "/exchanged.tsv"))
        #expect(recipe.text.validationTable == folder.path(made + "/exchanged-validation.tsv"))
        #expect(recipe.limits.updates == 120)
        // The tag is one token.
        let tokenizer = try TranslationTokenizer.load(from: folder.file("run"))
        #expect(
            tokenizer.source.encode("<BT> red").count <= tokenizer.source.encode("red").count + 2)
    }

    @Test func aReverseModelMayBeGiven() throws {
        let model = try TinyModel.shared.get().directory.url.path
        let given = changed {
            $0.stages[0].backTranslation?.reverse = model
            $0.stages[0].backTranslation?.settings = []
            $0.stages[0].backTranslation?.search = .sampling
        }
        var works: [StagePart.Work] = []
        _ = try StagedTraining(given, in: folder.file("run")).train { event in
            if case .began(let part) = event { works.append(part.work) }
        }
        #expect(works == [.tokenizer, .translation, .pairing, .training, .training])
        // Sentences of two chunks are drawn by numbers of their own.
        let sources = try lines("run/stages/1-mixed/back-translation/pairs/source")
        #expect(Set(sources).count > 60)
    }

    /// Text of any form is exchanged for the reverse model, tabs and all.
    @Test(arguments: ["source", "tsv", "tmx", "xliff", "po", "sources"])
    func textOfAnyFormIsReadTheOtherWayRound(form: String) throws {
        let pairs = zip(ReversedText.sources, ReversedText.targets).map { "\($0)\t\($1)" }
        let settings = try text(form)
        let formed = try changed {
            try $0.apply(
                settings + [
                    setting("source-language", "en"), setting("target-language", "de"),
                    setting("validation-pairs", "4"), setting("drop-near-validation", ""),
                ])
        }
        var recipe: TrainingRecipe?
        var exchanged: [String]?
        // Nothing after the reverse model has begun is of interest.
        _ = try StagedTraining(formed, in: folder.file("run")).train { event in
            if case .training(let part, .recipe(let found)) = event, part.work == .reverse {
                recipe = found
                exchanged = try? lines("run/stages/1-mixed/back-translation/exchanged.tsv")
            }
        } isCancelled: {
            recipe != nil
        }
        #expect(exchanged?.count == pairs.count)
        #expect(
            exchanged == zip(ReversedText.targets, ReversedText.sources).map { "\($0)\t\($1)" })
        let text = try #require(recipe?.text)
        #expect(text.table?.hasSuffix("exchanged.tsv") == true)
        #expect(text.source == nil && text.target == nil && text.sources == nil)
        #expect(text.memory == nil && text.xliff == nil && text.portableObject == nil)
        #expect(text.sourceLanguage == "de" && text.targetLanguage == "en")
    }

    /// The text in files of some form, which other keys are to give way to.
    func text(_ form: String) throws -> [RecipeSetting] {
        let pairs = Array(zip(ReversedText.sources, ReversedText.targets))
        func file(_ name: String, _ lines: [String]) throws -> String {
            try folder.write(lines: lines, to: name).path
        }
        func table(_ name: String, _ pairs: ArraySlice<(String, String)>) throws -> String {
            try file(name, pairs.map { "\($0.0)\t\($0.1)" })
        }
        switch form {
        case "source":
            return [
                setting("source", try file("form.en", pairs.map(\.0))),
                setting("target", try file("form.de", pairs.map(\.1))),
            ]
        case "tsv": return [setting("tsv", try table("form.tsv", pairs[...]))]
        case "tmx":
            let units = pairs.map {
                "<tu><tuv xml:lang=\"en\"><seg>\($0.0)</seg></tuv>"
                    + "<tuv xml:lang=\"de\"><seg>\($0.1)</seg></tuv></tu>"
            }
            let head = "<tmx version=\"1.4\"><header srclang=\"en\"/><body>"
            return [setting("tmx", try file("form.tmx", [head] + units + ["</body></tmx>"]))]
        case "xliff":
            let units = pairs.enumerated().map {
                "<trans-unit id=\"\($0)\"><source>\($1.0)</source><target>\($1.1)</target></trans-unit>"
            }
            let head =
                "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file "
                + "original=\"a\" datatype=\"plaintext\" source-language=\"en\" "
                + "target-language=\"de\"><body>"
            let text = [head] + units + ["</body></file></xliff>"]
            return [setting("xliff", try file("form.xlf", text))]
        case "po":
            let head = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
            let units = pairs.enumerated().map {
                "msgctxt \"\($0)\"\nmsgid \"\($1.0)\"\nmsgstr \"\($1.1)\"\n"
            }
            return [setting("po", try file("form.po", [head] + units))]
        default:
            let (one, two) = (
                try table("one.tsv", pairs[..<20]), try table("two.tsv", pairs[20...])
            )
            return [setting("sources", "[{tsv: \"\(one)\"}, {tsv: \"\(two)\"}]")]
        }
    }
}
