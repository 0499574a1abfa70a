import Basics
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text

struct Int8DirectoryTests {
    private let folder: TemporaryFolder
    private let directory: ModelDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = ModelDirectory(folder.url)
    }

    @Test(arguments: ModelVariant.all)
    func eightBitsAreNearFloat32(variant: ModelVariant) throws {
        let model = variant.makeModel()
        let exact = logits(of: model, .float32)
        model.parameters.updateComputeCopy(.int8)
        let rounded = logits(of: model, .int8)
        expect(rounded, exact, relative: 0.05, absolute: 1e-6, "logits")
        #expect(rounded != exact)
    }

    /// A model that is rounded when it is loaded, one that is written in eight bits, and one that
    /// is read from such a file, are the same.
    @Test(arguments: ModelVariant.all + ModelVariant.studied)
    func roundingTwiceIsRoundingOnce(variant: ModelVariant) throws {
        let model = variant.makeModel()
        try directory.save(model, tokenizer: nil)
        #expect(try ModelDirectory.preferredPrecision(of: [directory]) == .fastest)
        let rounded = try directory.loadModel(precision: .int8)
        let expected = logits(of: rounded, .int8)
        try directory.save(rounded, tokenizer: nil, type: .int8)
        #expect(try ModelDirectory.preferredPrecision(of: [directory]) == .int8)
        let loaded = try directory.loadModel(precision: .int8)
        #expect(logits(of: loaded, .int8) == expected)
        model.parameters.updateComputeCopy(.int8)
        #expect(logits(of: model, .int8) == expected)
    }

    @Test(arguments: DecoderKind.allCases)
    func decodingStepByStepIsTheFullPass(decoder: DecoderKind) throws {
        let model = Transformer.random(.small { $0.decoder = decoder })
        model.parameters.updateComputeCopy(.int8)
        let context = Context(precision: .int8)
        let (source, target) = (sentences([7]), sentences([6], seed: 3))
        let batch = Batch(source, target, model)
        let whole = model.logits(of: batch, record: nil, context).array()
        var state = model.encode(batch.source, context)
        var steps: [Float] = []
        for token in [model.specialTokens.start] + target[0].dropLast() {
            steps += model.step([token], &state, context).array().prefix(20)
        }
        // Keys and values are kept in bfloat16 between steps.
        expect(steps, Array(whole.prefix(steps.count)), relative: 0.03, absolute: 1e-6, "logits")
    }

    @Test func eightBitsCannotBeRunInFloat32() throws {
        try saveInEightBits()
        let error = #expect(throws: CalqueError.self) {
            try directory.loadModel(precision: .float32)
        }
        #expect(error?.message.contains("eight bits") == true)
        #expect(error?.message.contains("float32 cannot be restored") == true)
    }

    @Test(arguments: [WeightType.float32, .bfloat16, .float16])
    func eightBitsAreNotWrittenAsMore(type: WeightType) throws {
        try saveInEightBits()
        let loaded = try directory.loadModel(precision: .int8)
        let error = #expect(throws: CalqueError.self) {
            try directory.save(loaded, tokenizer: nil, type: type)
        }
        #expect(error?.message.contains("cannot be restored") == true)
    }

    @Test func theConfigurationTellsWhatTheModelWasMadeFrom() throws {
        let model = Transformer.random(.small())
        try directory.save(model, tokenizer: nil)
        let files = try directory.weightFiles()
        #expect(files.map(\.lastPathComponent) == ["model.safetensors"])
        let byteCount = try Data(contentsOf: files[0]).count
        let rounded = ModelDirectory(folder.file("int8"))
        try rounded.save(model, tokenizer: nil, type: .int8, origin: ModelOrigin(files))
        let configuration = try folder.text("int8/config.json")
        #expect(configuration.contains("\"made_from\""))
        #expect(configuration.contains("\"bytes\" : \(byteCount)"))
    }

    @Test func aMissingScaleIsNamed() throws {
        let model = try saveInEightBits()
        let name = "model.encoder.layers.0.fc1.weight.scales"
        try SafetensorsWriter.write(
            model.parameters.quantizedSafetensors().filter { $0.name != name },
            to: folder.file("model.safetensors"))
        let error = #expect(throws: CalqueError.self) {
            try directory.loadModel(precision: .int8)
        }
        #expect(error?.message.contains("missing: \(name)") == true)
    }

    @discardableResult
    private func saveInEightBits() throws -> Transformer {
        let model = Transformer.random(.small())
        try directory.save(model, tokenizer: nil, type: .int8)
        return model
    }
}
