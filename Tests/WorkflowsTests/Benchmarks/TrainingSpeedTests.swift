import TestSupport
import Testing
import Text
import Workflows

struct TrainingSpeedTests {
    @Test func pairsThatTheModelHasNoPositionsForAreLeftOut() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(lines: ["red", "a red dog"], to: "text")
        let pieces = try SentencePieceModel.characters(of: "a red dog")
        let tokenizer = try folder.write(pieces.serialized, to: "spm.model")
        var recipe = try TinyRun.recipe(in: folder)
        recipe.model.size = .tiny
        recipe.model.maximumLength = 6
        let speed = try TrainingSpeed.measure(
            recipe, source: file, target: file, tokenizer: tokenizer, steps: 1, warmUp: 0)
        #expect(speed.text.contains("100 tokens an update"))
        #expect(speed.text.contains("adds gradients up") && speed.text.contains("B expected"))
        #expect(speed.text.contains(" ms an update)"))
    }
}
