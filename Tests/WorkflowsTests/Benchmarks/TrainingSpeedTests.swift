import TestSupport
import Testing
import Text
import Workflows

struct TrainingSpeedTests {
    @Test func pairsThatTheModelHasNoPositionsForAreLeftOut() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(lines: ["red", "a red dog"], to: "text")
        let tokenizer = try TranslationTokenizer(sharing: .characters(of: "a red dog"))
        var recipe = try TinyRun.recipe(in: folder)
        recipe.model.size = .tiny
        recipe.model.maximumLength = 6
        let speed = try TrainingSpeed.measure(
            recipe, tokenizer, ParallelCorpus(source: file, target: file), steps: 1, warmUp: 0)
        #expect(speed.text.contains("100 tokens an update"))
    }
}
