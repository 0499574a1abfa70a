import Basics
import Foundation
import Models
import Tensors
import Testing

struct ModelAverageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func save(_ model: Transformer, _ name: String) throws -> ModelDirectory {
        let directory = ModelDirectory(folder.url.appendingPathComponent(name))
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
        let error = #expect(throws: CalqueError.self) {
            _ = try ModelAverage.load([one, other], precision: .float32)
        }
        let message = try #require(error).message
        #expect(message.contains(one.url.path) && message.contains(other.url.path))
    }

    @Test func noModelsAreRefused() {
        #expect(throws: CalqueError.self) {
            _ = try ModelAverage.load([], precision: .float32)
        }
    }
}
