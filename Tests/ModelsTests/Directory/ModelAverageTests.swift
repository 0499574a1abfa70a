import Basics
import Models
import Tensors
import TestSupport
import Testing
import Text

struct ModelAverageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func save(_ model: Transformer, _ name: String) throws -> ModelDirectory {
        let directory = ModelDirectory(folder.file(name))
        try directory.save(model, tokenizer: nil)
        return directory
    }

    @Test func theAverageIsTheMeanOfEveryWeight() throws {
        let models = (1...3).map { Transformer.random(seed: $0) }
        let directories = try models.enumerated().map { try save($1, "model-\($0)") }
        let mean = try ModelAverage.load(directories, precision: .float32)
        for (index, entry) in mean.parameters.entries.enumerated() {
            let parts = models.map { Array($0.parameters.entries[index].parameter.values) }
            let expected = parts[0].indices.map { (parts[0][$0] + parts[1][$0] + parts[2][$0]) / 3 }
            expect(
                Array(entry.parameter.values), expected, relative: 1e-6, absolute: 0, entry.name)
        }
    }

    @Test func theAverageOfOneModelIsItself() throws {
        let model = Transformer.random()
        let mean = try ModelAverage.load([try save(model, "model")], precision: .float32)
        for (entry, original) in zip(mean.parameters.entries, model.parameters.entries) {
            #expect(Array(entry.parameter.values) == Array(original.parameter.values))
        }
    }

    @Test func modelsOfDifferentShapesAreRefusedByName() throws {
        let one = try save(.random(), "one")
        let other = try save(.random(.small { $0.encoderLayers = 1 }), "other")
        let message = try message {
            _ = try ModelAverage.load([one, other], precision: .float32)
        }
        #expect(message.contains(one.url.path) && message.contains(other.url.path))
    }

    /// A vocabulary of as many pieces, in another order, makes other tokens of the same numbers.
    @Test func modelsOfOtherVocabulariesAreRefused() throws {
        let message = try refusal(try .made(of: ["a", "b", "c"]), try .made(of: ["a", "c", "b"]))
        #expect(message.contains("number their source tokens differently"), "\(message)")
    }

    @Test func modelsOfOppositeDirectionsAreRefused() throws {
        let pieces = ["a", "b", "c"]
        let message = try refusal(
            try .made(of: pieces, from: "de", to: "en"), try .made(of: pieces, from: "en", to: "de")
        )
        #expect(message.contains("the first translates from de, the second from en"), "\(message)")
    }

    @Test func modelsOfOtherSegmentationsAreRefused() throws {
        let message = try refusal(
            try .made(of: ["a", "b", "c"]), try .made(of: ["a", "b", "c"], text: "aabc"))
        #expect(message.contains("SentencePiece"), "\(message)")
    }

    @Test func aModelWithoutATokenizerIsNotAveragedWithOneThatHasOne() throws {
        let message = try refusal(try .made(of: ["a", "b", "c"]), nil)
        #expect(message.contains("the second has no tokenizer"), "\(message)")
    }

    @Test func modelsOfOneTokenizerAreAveraged() throws {
        let tokenizer = try TranslationTokenizer.made(of: ["a", "b", "c"], from: "de")
        let models = try (1...2).map { seed in
            let directory = ModelDirectory(folder.file("model-\(seed)"))
            try directory.save(Transformer.random(seed: UInt64(seed)), tokenizer: tokenizer)
            return directory
        }
        #expect(throws: Never.self) {
            _ = try ModelAverage.load(models, precision: .float32)
        }
    }

    /// What is said when models of two tokenizers are to be averaged.
    private func refusal(
        _ one: TranslationTokenizer, _ other: TranslationTokenizer?
    ) throws -> String {
        let directories = [one, other].enumerated().map { index, tokenizer in
            (ModelDirectory(folder.file("model-\(index)")), tokenizer)
        }
        for (directory, tokenizer) in directories {
            try directory.save(Transformer.random(), tokenizer: tokenizer)
        }
        let message = try message {
            _ = try ModelAverage.load(directories.map(\.0), precision: .float32)
        }
        for (directory, _) in directories { #expect(message.contains(directory.url.path)) }
        return message
    }

    @Test func noModelsAreRefused() {
        #expect(throws: CalqueError.self) {
            _ = try ModelAverage.load([], precision: .float32)
        }
    }
}
