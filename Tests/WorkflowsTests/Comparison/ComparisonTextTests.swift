import EmbeddedCorpus
import Foundation
import TestSupport
import Testing
import Text
import Workflows

struct ComparisonTextTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func theEmbeddedCorpusIsWritten() throws {
        let text = try ComparisonText(LanguagePair(parsing: "es-en"), in: folder.url)
        #expect(text.languages.source == "es" && text.languages.target == "en")
        let test = try Data(contentsOf: folder.url.appendingPathComponent("corpus/test.en"))
        #expect(test.count { $0 == UInt8(ascii: "\n") } == 2000)
    }

    @Test func aRecipeSaysWhatIsLeftOut() throws {
        var recipe = TrainingRecipe()
        recipe.text.source = "a"
        recipe.text.target = "b"
        recipe.text.filters.maximumTokens = 7
        recipe.text.sourceLanguage = "xx"
        recipe.tokenizer.vocabularySize = 99
        let file = folder.url.appendingPathComponent("test")
        let text = try ComparisonText(recipe, test: ParallelCorpus(source: file, target: file))
        #expect(text.filters.maximumTokens == 7 && text.vocabularySize == 99)
        #expect(text.languages.source == "xx" && text.languages.target == nil)
    }
}
