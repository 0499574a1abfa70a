import Basics
import Foundation
import Models
import TestSupport
import Testing

/// What is at fault, which an error says beside its sentence.
struct ErrorKindTests {
    private func kind(_ body: () throws -> Void) -> CalqueError.Kind? {
        #expect(throws: CalqueError.self, performing: body)?.kind
    }

    @Test func aFolderThatIsNoModelIsAtFaultItself() throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        let error = #expect(throws: CalqueError.self) {
            try directory.loadModel(precision: .float32)
        }
        #expect(error?.kind == .model && error?.remedy == .giveModelDirectory)
        #expect(kind { _ = try directory.loadTokenizer() } == .system)
        try folder.write("{".utf8, to: "config.json")
        #expect(kind { _ = try directory.loadModel(precision: .float32) } == .model)
    }

    /// The same sizes are a fault of the settings where they are asked for, and of the folder where
    /// it has them.
    @Test func sizesThatDoNotFitAreTheFaultOfWhoeverNamesThem() throws {
        let configuration = TransformerConfiguration.small { $0.encoderHeads = 3 }
        #expect(kind { try configuration.validate() } == .configuration)
        #expect(try kindOfModel(with: "encoder_attention_heads", 3) == .model)
    }

    @Test func anArchitectureThatNobodyKnowsIsUnsupported() throws {
        #expect(try kindOfModel(with: "model_type", "bert") == .unsupported)
    }

    /// The fault of a sound model whose configuration has another value for a key.
    private func kindOfModel(with key: String, _ value: Any) throws -> CalqueError.Kind? {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        try directory.save(Transformer.random(), tokenizer: nil)
        let file = folder.url.appendingPathComponent("config.json")
        var object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        object[key] = value
        try JSONSerialization.data(withJSONObject: object).write(to: file)
        return kind { _ = try directory.loadModel(precision: .float32) }
    }

    @Test func aTypeThatAModelDoesNotHaveIsAWrongSetting() throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        try directory.save(Transformer.random(), tokenizer: nil, type: .int8)
        #expect(kind { _ = try directory.loadModel(precision: .float32) } == .configuration)
        #expect(kind { _ = try ModelAverage.load([], precision: .float32) } == .configuration)
    }

    @Test func aPlaceThatCannotBeWrittenIsTheSystems() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([], to: "file")
        #expect(kind { try ModelDirectory(file).requireFree() } == .system)
    }
}
