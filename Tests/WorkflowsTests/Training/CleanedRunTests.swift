import Basics
import Foundation
import TestSupport
import Testing
import Text
import Training
import Workflows

/// Runs whose text is cleaned first.
struct CleanedRunTests {
    private let folder: TemporaryFolder
    private let url: URL
    private let recipe: TrainingRecipe

    init() throws {
        folder = try TemporaryFolder()
        url = folder.file("run")
        // Every third line is no translation; the others are the made-up text, all of them different.
        let pairs = zip(ReversedText.sources, ReversedText.targets).enumerated().map {
            $0.offset % 3 == 1 ? "\($0.element.0)\t((((" : "\($0.element.0)\t\($0.element.1)"
        }
        let table = try folder.write(lines: pairs, to: "dirty.tsv").path
        recipe = try TinyRun.recipe(in: folder).with {
            $0.text.source = nil
            $0.text.target = nil
            $0.text.table = table
            $0.text.cleaning = Self.rules
        }
    }

    private static var rules: CleaningRules {
        var rules = CleaningRules.none
        rules[.brackets] = 0
        return rules
    }

    @Test func linesThatGoOutAreLeftOutOfEverything() throws {
        var lines: [String] = []
        var report: CorpusReport?
        try TrainingRun(recipe, in: url).train {
            lines += $0.lines
            if case .trainingText(let said) = $0 { report = said }
        }
        #expect(report?.kept == 40 && report?.dropped == [.uncleaned: 20])
        #expect(report?.firstDropped[.uncleaned]?.line == 2)
        #expect(lines.contains("cleaning the text …"))
        let said = "cleaned text: 40 of 60 pairs kept (66.7 %); most went out by brackets 20"
        #expect(lines.contains(said), "\(lines)")
        // The tokenizer has not seen them.
        #expect(try !folder.text("run/vocab.json").contains("("))
        let json = try jsonObject(folder.text("run/cleaning.json").utf8)
        #expect((json["pairs"] as? [String: Any])?["kept"] as? Int == 40)
        #expect(try folder.text("run/cleaning.html").contains("brackets"))
        let written = try TrainingRecipe(contentsOf: folder.file("run/training.yaml"))
        #expect(written.text.cleaning == Self.rules)
    }

    @Test func aCleanedTextTrainsAsTheCleanText() throws {
        try TrainingRun(recipe, in: url).train()
        let clean = try folder.text("dirty.tsv").split(separator: "\n")
            .filter { !$0.contains("(") }.map(String.init)
        let table = try folder.write(lines: clean, to: "clean.tsv").path
        try TrainingRun(
            recipe.with {
                $0.text.cleaning = nil
                $0.text.table = table
            }, in: folder.file("clean")
        ).train()
        func losses(_ name: String) throws -> [Double] {
            try RunDirectory.history(of: folder.file(name)).updates.map(\.loss)
        }
        #expect(try losses("run") == losses("clean"))
    }

    @Test func aRunThatGoesOnDoesNotCleanAgain() throws {
        try TrainingRun(recipe, in: url).train()
        var lines: [String] = []
        try TrainingRun(in: url, .resume) { $0.limits.updates = 6 }.train { lines += $0.lines }
        #expect(!lines.contains { $0.hasPrefix("cleaned text") || $0.hasPrefix("cleaning the") })
        #expect(lines.contains { $0.contains("20 by the rules of cleaning") })
        let other = #expect(throws: CalqueError.self) {
            try TrainingRun(in: url, .resume) { $0.text.cleaning?[.numbers] = 1 }
        }
        #expect(other?.message.contains("was started with cleaning {") == true)
        // What is lost is found out again, and what is damaged is said.
        let kept = folder.file("run/cleaning.kept")
        let bytes = try Data(contentsOf: kept)
        try FileManager.default.removeItem(at: kept)
        try TrainingRun(in: url, .resume) { $0.limits.updates = 7 }.train()
        #expect(try Data(contentsOf: kept) == bytes)
        try bytes.dropLast().write(to: kept)
        let damaged = #expect(throws: CalqueError.self) {
            try TrainingRun(in: url, .resume) { $0.limits.updates = 8 }.train()
        }
        #expect(damaged?.message.contains("cleaning.kept is damaged") == true)
    }

    @Test func rulesThatLeaveNothingAreSaidWithCounts() throws {
        let strict = recipe.with { $0.text.cleaning?[.minimumWords] = 50 }
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(strict, in: url).train()
        }
        #expect(error?.message.contains("None of 60 pairs stays") == true)
        #expect(error?.message.contains("minimum-words took 60 of them") == true)
        #expect(!folder.exists("run"))
    }

    @Test func cleaningStopsWhenItIsTold() throws {
        #expect(throws: CancellationError.self) {
            try TrainingRun(recipe, in: url).train(isCancelled: { true })
        }
        #expect(!folder.exists("run"))
    }

    @Test func alignmentsStayBesideTheirLines() throws {
        let links = try folder.text("dirty.tsv").split(separator: "\n").map { line in
            line.contains("(")
                ? "0-0"
                : (0..<line.prefix { $0 != "\t" }.split(separator: " ").count)
                    .map { "\($0)-0" }.joined(separator: " ")
        }
        let file = try folder.write(lines: links, to: "links").path
        let result = try TrainingRun(recipe.with { $0.text.alignments = file }, in: url).train()
        #expect(result.updates == 4)
    }

    @Test func languagesAreThoseOfTheBase() throws {
        let base = folder.file("base")
        try TrainingRun(
            recipe.with {
                $0.text.sourceLanguage = "en"
                $0.text.targetLanguage = "de"
            }, in: base
        ).train()
        let units = zip(ReversedText.sources, ReversedText.targets).map {
            """
            <tu><tuv xml:lang="de"><seg>\($1)</seg></tuv><tuv xml:lang="en"><seg>\($0)</seg></tuv></tu>
            """
        }
        let memory = try folder.write(
            "<tmx version=\"1.4\"><body>\(units.joined())</body></tmx>".utf8, to: "memory.tmx"
        ).path
        var tuned = try TinyRun.recipe(in: folder)
        let sizes = TrainingRecipe()
        (tuned.model, tuned.tokenizer) = (sizes.model, sizes.tokenizer)
        tuned.model.base = base.path
        (tuned.text.source, tuned.text.target) = (nil, nil)
        tuned.text.memory = memory
        let run = try TrainingRun(tuned, in: url)
        #expect(run.recipe.text.sourceLanguage == "en" && run.recipe.text.targetLanguage == "de")
        try run.train()
        try TrainingRun(tuned.with { $0.limits.updates = 5 }, in: url, .resume).train()
        #expect(try RunDirectory.history(of: url).updates.count == 5)
    }
}
