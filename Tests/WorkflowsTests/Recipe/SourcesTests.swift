import Basics
import Foundation
import TestSupport
import Testing
import Text
import Training
import Workflows

/// Several sources of text in a recipe, XLIFF and PO, and rules of cleaning.
struct SourcesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ yaml: String) throws -> TrainingRecipe {
        try TrainingRecipe(contentsOf: folder.write(yaml.utf8, to: "recipe.yaml"))
    }

    private static func table(_ path: String, weight: Double = 1) -> TrainingRecipe.TextSource {
        var files = TrainingRecipe.PairFiles()
        files.table = path
        return .init(files, weight: weight)
    }

    @Test func aFileListsSourcesAndRules() throws {
        let recipe = try read(
            """
            sources:
              - {tmx: a.tmx, weight: 2}
              - source: x.en.gz
                target: x.de.gz
              - {tsv: "b: c.tsv", weight: 0.5}
            cleaning:
              length-ratio: 2.5
              brackets: off
            """)
        let sources = try #require(recipe.text.sources)
        #expect(sources.map(\.weight) == [2, 1, 0.5] && recipe.text.weights == [2, 1, 0.5])
        #expect(sources[0].files.memory == "a.tmx" && sources[1].files.source == "x.en.gz")
        #expect(sources[2].files.table == "b: c.tsv")
        let rules = try #require(recipe.text.cleaning)
        #expect(rules[.lengthRatio] == 2.5 && rules[.brackets] == nil)
        #expect(rules[.numbers] == CleaningRules()[.numbers])
        let yaml = try recipe.yaml()
        #expect(yaml.contains("- {tmx: \"a.tmx\", weight: 2}\n"), "\(yaml)")
        #expect(yaml.contains("cleaning:\n  length-ratio: 2.5\n  brackets: off"), "\(yaml)")
        #expect(try read(yaml) == recipe)
    }

    @Test(arguments: [
        "true", "~", "a, b", "it's: \"a\" #\\", " spaces ", "a\nb", "a\tb", "\u{85}", "\u{2028}",
        "Ärger/日本語", "{x}", "*alias", "]", "\u{1}", "🙂",
    ])
    func pathsOfSourcesReadBackAsThemselves(path: String) throws {
        var recipe = TrainingRecipe()
        recipe.text.sources = [Self.table(path), Self.table(path + path, weight: 0.25)]
        #expect(try read(recipe.yaml()) == recipe)
        let data = try JSONEncoder().encode(recipe)
        #expect(try JSONDecoder().decode(TrainingRecipe.self, from: data) == recipe)
    }

    @Test(arguments: ["standard", "true", "{}"]) func rulesOfPracticeHaveAName(text: String) throws
    {
        let recipe = try read("cleaning: \(text)\n")
        #expect(recipe.text.cleaning == CleaningRules())
        #expect(try recipe.value(of: "cleaning") == "standard")
        #expect(try read(recipe.yaml()) == recipe)
    }

    @Test func sourcesAreReadAsOneText() throws {
        let table = try folder.write(lines: ["one\teins", "two\tzwei"], to: "a.tsv").path
        let po = try folder.write(
            lines: ["msgid \"three\"", "msgstr \"drei\""], to: "b.po"
        ).path
        let xliff = try folder.write(
            """
            <xliff version="2.0" srcLang="en" trgLang="de"><file><unit><segment>
            <source>four</source><target>vier</target></segment></unit></file></xliff>
            """.utf8, to: "c.xlf"
        ).path
        let recipe = try read(
            "sources: [{tsv: \(table)}, {po: \(po)}, {xliff: \(xliff), weight: 3}]")
        let reader = try recipe.text.training().makeReader()
        var lines: [ParallelLine] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(lines.map(\.target) == ["eins", "zwei", "drei", "vier"])
        #expect(lines.map(\.part) == [0, 0, 1, 2] && recipe.text.weights == [1, 1, 3])
    }

    @Test(arguments: [
        ("xliff", "validation-"), ("po", "validation-"), ("xliff", "general-"), ("po", "general-"),
    ])
    func otherTextsHaveTheFormsToo(form: String, prefix: String) throws {
        let text =
            form == "po"
            ? "msgid \"a\"\nmsgstr \"b\"\n"
            : """
            <xliff><file source-language="en"><trans-unit><source>a</source><target>b</target>
            </trans-unit></file></xliff>
            """
        var recipe = TrainingRecipe()
        try recipe.set(prefix + form, to: folder.write(text.utf8, to: "text").path)
        let corpus =
            try prefix == "general-" ? recipe.text.generalTraining() : recipe.text.validation()
        let line = try #require(try corpus?.makeReader().next())
        #expect(line.source == "a" && line.target == "b")
        try recipe.set("\(prefix)tsv", to: "table")
        #expect(throws: CalqueError.self) {
            _ = try (recipe.text.generalTraining(), recipe.text.validation())
        }
    }

    @Test func sourcesStandAlone() throws {
        var recipe = TrainingRecipe()
        recipe.text.sources = [Self.table("a")]
        recipe.text.portableObject = "b"
        let error = #expect(throws: CalqueError.self) { try recipe.text.training() }
        #expect(error?.message.contains("leave po out") == true)
    }

    // MARK: Runs

    private func recipe() throws -> TrainingRecipe {
        try TinyRun.recipe(in: folder).with {
            let pairs = zip(ReversedText.sources, ReversedText.targets).map { "\($0)\t\($1)" }
            let (first, rest) = (Array(pairs.prefix(20)), Array(pairs.dropFirst(20)))
            $0.text.source = nil
            $0.text.target = nil
            $0.text.sources = [
                Self.table(try folder.write(lines: first, to: "a.tsv").path),
                Self.table(try folder.write(lines: rest, to: "b.tsv").path),
            ]
        }
    }

    @Test func aRunOfSeveralSourcesIsThatOfTheirText() throws {
        let joined = try recipe()
        let whole = try TinyRun.recipe(in: folder)
        try TrainingRun(whole, in: folder.file("whole")).train()
        var lines: [String] = []
        try TrainingRun(joined, in: folder.file("joined")).train { lines += $0.lines }
        func losses(_ name: String) throws -> [Double] {
            try RunDirectory.history(of: folder.file(name)).updates.map(\.loss)
        }
        #expect(try losses("joined") == losses("whole"))
        let said = lines.first { $0.hasPrefix("training text: ") }
        #expect(said?.contains("(20 of 20 of \(folder.path("a.tsv")), 40 of 40 of ") == true)
    }

    @Test func aRunThatGoesOnKeepsItsWeights() throws {
        let url = folder.file("run")
        try TrainingRun(recipe(), in: url).train()
        let moved = try folder.write(folder.text("a.tsv").utf8, to: "moved.tsv").path
        try TrainingRun(in: url, .resume) {
            $0.text.sources?[0] = Self.table(moved)
            $0.limits.updates = 5
        }.train()
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(in: url, .resume) { $0.text.sources?[0].weight = 2 }
        }
        #expect(error?.message.contains("was started with sources [") == true)
    }

    @Test func filesOfSourcesAreLookedFor() throws {
        let nowhere = try recipe().with { $0.text.sources?[1] = Self.table("/nowhere.tsv") }
        let error = #expect(throws: CalqueError.self) {
            try TrainingRun(nowhere, in: folder.file("run"))
        }
        #expect(error?.message.contains("tsv of source 2 is /nowhere.tsv") == true)
        try TrainingRun(recipe(), in: folder.file("run")).train()
        let own = try recipe().with {
            $0.text.sources?[0] = Self.table(folder.path("run/training.yaml"))
        }
        let inside = #expect(throws: CalqueError.self) {
            try TrainingRun(own, in: folder.file("run"), .overwrite)
        }
        #expect(inside?.message.contains("tsv of source 1 is ") == true)
    }
}
