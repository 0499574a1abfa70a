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
    private let folder: TemporaryFolder
    /// Two stages: mixed with what is translated back, and the own text alone.
    private let recipe: StagedRecipe

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

    private func changed(
        _ change: (inout StagedRecipe) throws -> Void
    ) rethrows -> StagedRecipe {
        var recipe = recipe
        try change(&recipe)
        return recipe
    }

    private func setting(_ name: String, _ value: String) -> RecipeSetting {
        RecipeSetting(name: name, value: value)
    }

    private func lines(_ name: String) throws -> [String] {
        try TextLines(path: folder.path(name)).lines
    }

    private func stage(_ name: String) throws -> TrainingRecipe {
        try TrainingRecipe(contentsOf: folder.file(name + "/training.yaml"))
    }

    private func same(_ one: String, _ other: String) throws -> Bool {
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
    private func text(_ form: String) throws -> [RecipeSetting] {
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

    // MARK: Going on

    /// What is stopped in every part comes to the same files as what is not.
    @Test func whatIsStoppedInEveryPartComesToTheSame() throws {
        _ = try StagedTraining(recipe, in: folder.file("whole")).train()
        let url = folder.file("stopped")
        let stops: [(number: Int, work: StagePart.Work)] = [
            (1, .tokenizer), (1, .reverse), (1, .translation), (1, .pairing), (1, .training),
            (2, .training),
        ]
        for stop in stops {
            var isStopped = false
            func isAt(_ part: StagePart) -> Bool {
                part.number == stop.number && part.work == stop.work
            }
            let isDone = try StagedTraining(recipe, in: url, .resume).train { event in
                switch event {
                case .progress(let part, let count, _):
                    isStopped = isStopped || isAt(part) && count > 0
                case .training(let part, .training(.update)): isStopped = isStopped || isAt(part)
                case .began(let part):
                    isStopped =
                        isStopped || isAt(part) && [.tokenizer, .pairing].contains(part.work)
                default: break
                }
            } isCancelled: {
                isStopped
            }
            #expect(!isDone, "\(stop)")
        }
        // A killed process leaves halves of files, and a stage that was not noted.
        try folder.write(lines: ["half"], to: "stopped/stages/tokenizer-text.tsv")
        try folder.write(lines: ["half"], to: "stopped/model.safetensors.partial-00000000")
        #expect(try StagedTraining(in: url, .resume).train())
        for name in [
            "config.json", "model.safetensors", "source.spm", "stages/1-mixed/model.safetensors",
            "stages/1-mixed/back-translation/pairs/source",
            "stages/1-mixed/back-translation/pairs/target",
            "stages/1-mixed/back-translation/reverse/model.safetensors",
            "stages/2-own/model.safetensors",
        ] {
            #expect(try same("whole/\(name)", "stopped/\(name)"), "\(name)")
        }
        #expect(try folder.names.contains("stopped"))
        #expect(!folder.exists("stopped/model.safetensors.partial-00000000"))
    }

    @Test func nothingIsMadeTwice() throws {
        let url = folder.file("run")
        _ = try StagedTraining(recipe, in: url).train()
        var events: [StagedTrainingEvent] = []
        #expect(try StagedTraining(in: url, .resume).train { events.append($0) })
        // There is nothing but the plan.
        #expect(events.count == 1)
        // Text that nothing needs any more may be gone.
        try FileManager.default.removeItem(at: folder.file("more"))
        #expect(try StagedTraining(in: url, .resume).train())
    }

    @Test func aStageMayBeAddedToWhatIsDone() throws {
        let url = folder.file("run")
        _ = try StagedTraining(recipe, in: url).train()
        let before = try Data(contentsOf: folder.file("run/model.safetensors"))
        let more = changed { $0.stages.append(.init(name: "more", from: "mixed")) }
        var parts: [String] = []
        _ = try StagedTraining(more, in: url, .resume).train { event in
            if case .began(let part) = event { parts.append("\(part)") }
        }
        #expect(parts == ["3/3 more"])
        #expect(try stage("run/stages/3-more").model.base == folder.path("run/stages/1-mixed"))
        #expect(try Data(contentsOf: folder.file("run/model.safetensors")) != before)
    }

    @Test func whatIsDoneStaysAsItWas() throws {
        let url = folder.file("run")
        var isStopped = false
        _ = try StagedTraining(recipe, in: url).train { event in
            if case .training(let part, .training(.update)) = event, part.number == 2 {
                isStopped = true
            }
        } isCancelled: {
            isStopped
        }
        func refusal(_ reason: String, _ change: (inout StagedRecipe) throws -> Void) {
            let error = #expect(throws: CalqueError.self) {
                try StagedTraining(try changed(change), in: url, .resume)
            }
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
        refusal("Stage mixed is done, and another updates") {
            try $0.apply([setting("updates", "9")])
        }
        refusal("its name or place") { $0.stages[0].name = "other" }
        refusal("its name or place") { $0.stages.removeLast() }
        refusal("back-translate") { $0.stages[0].backTranslation?.search = .greedy }
        refusal("tokenizer-type") { try $0.apply([setting("tokenizer-type", "unigram")]) }
        refusal("seed") { $0.stages[1].settings.append(setting("seed", "9")) }
        #expect(throws: CalqueError.self) { try StagedTraining(recipe, in: url) }
        // What is under way may have another limit.
        let longer = changed { $0.stages[1].settings.append(setting("updates", "6")) }
        #expect(try StagedTraining(longer, in: url, .resume).train())
        #expect(try stage("run/stages/2-own").limits.updates == 6)
        // Anew, nothing of it is left.
        _ = try StagedTraining(recipe, in: url, .overwrite).train(isCancelled: { true })
        #expect(try FileManager.default.contentsOfDirectory(atPath: url.path) == ["stages"])
        #expect(!folder.exists("run/stages/1-mixed"))
    }

    // MARK: What cannot be

    private func expectRefusal(
        _ reason: String, in name: String = "new", _ existing: RunDirectory.Existing = .refuse,
        _ change: (inout StagedRecipe) throws -> Void
    ) {
        let error = #expect(throws: CalqueError.self) {
            try StagedTraining(try changed(change), in: folder.file(name), existing).train()
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(!folder.exists("\(name)/stages/stages.yaml"))
    }

    @Test func whatCannotBeIsSaidBefore() throws {
        expectRefusal("There are no stages") { $0.stages = [] }
        expectRefusal("Two stages are called Mixed") { $0.stages[1].name = "Mixed" }
        for name in ["", "a b", "../up", "ä"] {
            expectRefusal("Give it a name of letters") { $0.stages[1].name = name }
        }
        expectRefusal("Stage own: from is nobody, which is no stage") {
            $0.stages[1].from = "nobody"
        }
        expectRefusal("Stage mixed: ") { $0.stages[0].from = folder.path("nobody") }
        for (name, value) in [("size", "base"), ("width", "32"), ("vocabulary-size", "50")] {
            expectRefusal("Stage own: \(name) is a matter of the first stage") {
                $0.stages[1].settings.append(setting(name, value))
            }
        }
        expectRefusal("Stage own: There is no text to train on") {
            $0.stages[1].settings += [setting("source", ""), setting("target", "")]
        }
        expectRefusal("Stage own: source is") {
            $0.stages[1].settings += [
                setting("source", folder.path("nobody")),
                setting("target", folder.path("train.target")),
            ]
        }
        expectRefusal("read more than once") {
            $0.stages[1].settings.append(setting("tsv", "-"))
        }
        expectRefusal("read more than once") {
            $0.stages[1].settings.append(setting("sources", "[{tsv: \"-\"}]"))
        }
        expectRefusal("Stage mixed: back-translate is") {
            $0.stages[0].backTranslation?.text = [folder.path("nobody")]
        }
        expectRefusal("Stage mixed: back-translate has no text") {
            $0.stages[0].backTranslation?.text = []
        }
        let empty = try folder.write(lines: [], to: "empty").path
        expectRefusal("There are no lines in") { $0.stages[0].backTranslation?.text = [empty] }
        expectRefusal("Stage mixed: The reverse model: encoder_attention_heads is 3") {
            $0.stages[0].backTranslation?.settings.append(setting("heads", "3"))
        }
        expectRefusal("follows from the stage") {
            $0.stages[0].backTranslation?.settings.append(setting("source", "x"))
        }
        expectRefusal("Stage mixed: ") {
            $0.stages[0].backTranslation?.reverse = folder.path("nobody")
            $0.stages[0].backTranslation?.settings = []
        }
        expectRefusal("one of a reverse model that is trained") {
            $0.stages[0].backTranslation?.reverse = folder.path("nobody")
        }
        expectRefusal("The beam is 0") { $0.stages[0].backTranslation?.beam = 0 }
        expectRefusal("beam changes nothing") {
            $0.stages[0].backTranslation?.beam = 2
            $0.stages[0].backTranslation?.search = .greedy
        }
        expectRefusal("The tag is") { $0.stages[0].backTranslation?.tag = "two words" }
        expectRefusal("mix changes nothing in any stage") {
            $0.stages.removeFirst()
            try $0.apply([setting("mix", "1:2")])
        }
        expectRefusal("there is other general text") {
            try $0.apply([setting("general-tsv", folder.path("more"))])
        }
        try folder.write(lines: ["mine"], to: "full/notes.txt")
        expectRefusal("notes.txt", in: "full") { _ in }
        expectRefusal("notes.txt", in: "full", .overwrite) { _ in }
    }

    /// Sources are files like others: found from any folder, and not to be written over.
    @Test func pathsOfSourcesAreKnown() throws {
        let table = try folder.write(lines: ["red\tblue"], to: "run/own.tsv").path
        let started = changed { $0.stages[1].settings.append(setting("sources", "[{tsv: a.tsv}]")) }
        let error = #expect(throws: CalqueError.self) {
            try StagedTraining(started, in: folder.file("new"))
        }
        let whole = URL(fileURLWithPath: "a.tsv").path
        #expect(error?.message.contains(whole) == true, "\(error?.message ?? "")")
        let own = changed {
            $0.stages[1].settings.append(setting("sources", "[{tsv: \"\(table)\"}]"))
        }
        _ = try FileManager.default.createDirectory(
            at: folder.file("run/stages"), withIntermediateDirectories: true)
        try folder.write(lines: ["stages: [{name: a}]"], to: "run/stages/stages.yaml")
        let refusal = #expect(throws: CalqueError.self) {
            try StagedTraining(own, in: folder.file("run"), .overwrite)
        }
        #expect(
            refusal?.message.contains("would be overwritten") == true, "\(refusal?.message ?? "")")
    }

    /// Keys of all stages are left out where they mean nothing by the rules of other recipes.
    @Test func keysOfAllStagesAreThoseOfStagesThatReadThem() throws {
        let model = try TinyModel.shared.get().directory.url.path
        func check(_ more: [RecipeSetting], final: String = "best") throws {
            let common = [
                setting("source", folder.path("train.source")),
                setting("target", folder.path("train.target")), setting("updates", "2"),
            ]
            let stages = [
                StagedRecipe.Stage(name: "one", from: model),
                StagedRecipe.Stage(name: "two", settings: [setting("final", final)]),
            ]
            _ = try StagedTraining(
                StagedRecipe(common: common + more, stages: stages), in: folder.file("new"))
        }
        let languages = [setting("source-language", "en"), setting("target-language", "de")]
        // Rules of cleaning look at languages, which models know otherwise.
        try check(languages + [setting("cleaning", "standard")])
        #expect(throws: CalqueError.self) { try check(languages) }
        try check([setting("averaged-checkpoints", "3")], final: "average")
        #expect(throws: CalqueError.self) { try check([setting("averaged-checkpoints", "3")]) }
        // The schedule that a limit leads to has an end.
        try check([setting("final-learning-rate", "0.00001")])
    }

    @Test func aReverseModelHasTheOtherDirection() throws {
        var model = try TinyRun.recipe(in: folder)
        model.text.sourceLanguage = "en"
        model.text.targetLanguage = "de"
        model.limits.updates = 1
        try TrainingRun(model, in: folder.file("en-de")).train()
        expectRefusal("direction turned round") {
            try $0.apply([setting("source-language", "en"), setting("target-language", "de")])
            $0.stages[0].backTranslation?.reverse = folder.path("en-de")
            $0.stages[0].backTranslation?.settings = []
        }
    }
}
