import Tensors
import TestSupport
import Testing

/// What products read, and the multipliers that are made of it.
struct InputRangesTests {
    private let store = ParameterStore()
    private let stack: Parameter
    private let other: Parameter

    init() {
        stack = store.declareStack(
            ["q", "k", "v"], shape: [4, 8], initializer: .xavierUniform, isQuantizable: true)
        other = store.declare(
            "other", shape: [6, 8], initializer: .xavierUniform, isQuantizable: true)
        store.initialize(seed: 1)
    }

    private func names(_ name: String) throws -> Parameter { try #require(store[name]) }

    @Test(arguments: [Precision.float32, .int8])
    func theyAreTheLargestMagnitudesOfEveryMatrix(precision: Precision) throws {
        store.updateComputeCopy(precision)
        let context = Context(precision: precision)
        let small = context.tensor((0..<16).map { Float($0) / 16 }, 2, 8)
        let large = context.tensor((0..<8).map { 3 - Float($0) }, 1, 8)
        let ranges = InputRanges()
        let logits = context.withInputRanges(ranges) {
            _ = context.linear(small, weight: stack, bias: nil)
            _ = context.linear(large, weight: stack[rows: 0..<4], bias: nil)
            return context.logits(small, OutputTable(weight: other, bias: nil))
        }
        #expect(try ranges[names("q")] == 4)
        #expect(try ranges[names("k")] == 15.0 / 16 && ranges[names("v")] == 15.0 / 16)
        #expect(ranges[stack] == 4 && ranges[other] == 15.0 / 16)
        // Nothing is noted any more, and nothing else was computed.
        let again = context.logits(small, OutputTable(weight: other, bias: nil))
        #expect(logits.array() == again.array())
        _ = context.linear(
            context.tensor([9, 9, 9, 9, 9, 9, 9, 9], 1, 8), weight: other, bias: nil)
        #expect(ranges[other] == 15.0 / 16)
        #expect(InputRanges()[other] == nil)
    }
}

/// Multipliers in files of weights in eight bits.
struct InputMultiplierFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func store() -> ParameterStore {
        let store = ParameterStore()
        _ = store.declare("a", shape: [8, 8], initializer: .xavierUniform, isQuantizable: true)
        _ = store.declare("b", shape: [8, 8], initializer: .xavierUniform, isQuantizable: true)
        _ = store.declare("c", shape: [8], initializer: .constant(1))
        return store
    }

    private func written(_ multipliers: [String: Float]) throws -> SafetensorsCollection {
        let store = store()
        store.initialize(seed: 1)
        store.inputMultipliers = multipliers
        let file = folder.file("weights.safetensors")
        try SafetensorsWriter.write(store.quantizedSafetensors(), to: file)
        return try SafetensorsCollection(file: file)
    }

    @Test(arguments: [[:], ["a": 12.5], ["a": 0.1, "b": 90]])
    func theyAreReadAndWritten(multipliers: [String: Float]) throws {
        let store = store()
        try store.load(from: written(multipliers), path: "weights", for: .int8)
        #expect(store.inputMultipliers == multipliers)
        #expect(
            try store.quantizedSafetensors().map(\.name).filter { $0.contains("multiplier") }
                == multipliers.keys.sorted().map { "\($0).input_multiplier" })
    }

    @Test(arguments: [Float.nan, 0, -3, .infinity])
    func whatIsNoMultiplierIsRefused(number: Float) throws {
        let file = try written(["b": number])
        let text = try message { try store().load(from: file, path: "weights", for: .int8) }
        #expect(text.contains("b.input_multiplier"), "\(text)")
    }

    @Test func thatOfNoMatrixIsUnknown() throws {
        let file = folder.file("weights.safetensors")
        let store = store()
        store.initialize(seed: 1)
        let tensor = SafetensorsTensor(
            name: "d.input_multiplier", type: .float32, shape: [1]
        ) { output in try withUnsafeBytes(of: Float(1)) { try output.write($0) } }
        try SafetensorsWriter.write(store.quantizedSafetensors() + [tensor], to: file)
        let text = try message {
            try self.store().load(
                from: SafetensorsCollection(file: file), path: "weights", for: .int8)
        }
        #expect(text.contains("d.input_multiplier"), "\(text)")
    }
}
