import Basics
import Foundation
import TestSupport
import Testing
import Text
import Translation
import Workflows

/// Who is to blame when a run or a translation is asked for that cannot be.
struct FailureKindTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func kind(_ body: () throws -> Void) -> CalqueError.Kind? {
        #expect(throws: CalqueError.self, performing: body)?.kind
    }

    private func kindOfRun(_ change: (inout TrainingRecipe) -> Void) throws -> CalqueError.Kind? {
        var recipe = try TinyRun.recipe(in: folder)
        change(&recipe)
        let run = folder.url.appendingPathComponent("run")
        return kind { try TrainingRun(recipe, in: run).train() }
    }

    @Test func aRecipeThatIsNone() throws {
        let missing = folder.url.appendingPathComponent("missing.yaml")
        #expect(kind { _ = try TrainingRecipe(contentsOf: missing) } == .system)
        for text in ["widht: 256", "width: wide", "- width", "width: ["] {
            let file = try folder.write(text.utf8, to: "recipe.yaml")
            #expect(kind { _ = try TrainingRecipe(contentsOf: file) } == .configuration, "\(text)")
        }
    }

    @Test func settingsThatDoNotFitEachOther() throws {
        #expect(try kindOfRun { $0.model.transformer.heads = 3 } == .configuration)
        #expect(try kindOfRun { $0.tokenizer.vocabularySize = 3 } == .configuration)
        #expect(try kindOfRun { $0.text.target = nil } == .configuration)
    }

    @Test func filesAndWhatIsInThem() throws {
        #expect(try kindOfRun { $0.text.source = "/nowhere" } == .system)
        let short = try folder.write("red\n".utf8, to: "short").path
        #expect(try kindOfRun { $0.text.target = short } == .input)
    }

    @Test func aRunThatIsNotThere() throws {
        let empty = folder.url.appendingPathComponent("empty")
        #expect(kind { _ = try TrainingRun(in: empty, .resume) } == .system)
    }

    @Test func optionsOfASearch() {
        for change: (inout SearchOptions) -> Void in [
            { $0.beamSize = 0 }, { $0.repetitionPenalty = 0 }, { $0.suppressedTokens = [9] },
        ] {
            var options = SearchOptions()
            change(&options)
            #expect(kind { try options.validate(vocabularySize: 9) } == .configuration)
        }
    }

    @Test func textThatIsScored() {
        #expect(
            kind { _ = try BLEU().corpusScore(hypotheses: ["a"], references: [["a", "b"]]) }
                == .input)
    }
}
