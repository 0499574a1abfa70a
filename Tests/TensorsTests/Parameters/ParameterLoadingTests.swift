import Basics
import Foundation
import Tensors
import TestSupport
import Testing

struct ParameterLoadingTests {
    private let folder: TemporaryFolder
    private let store = ParameterStore()
    private let matrix: Parameter
    private let vector: Parameter

    init() throws {
        folder = try TemporaryFolder()
        matrix = store.declare("m", shape: [2, 3], initializer: .constant(1))
        vector = store.declare("v", shape: [2], initializer: .constant(2))
        _ = store.declare("w", shape: [2], initializer: .constant(3))
        store.initialize(seed: 1)
    }

    private func tensor(
        _ name: String, _ shape: [Int], _ values: [Float], type: SafetensorsType = .float32
    ) -> SafetensorsTensor {
        SafetensorsTensor(name: name, type: type, shape: shape) { output in
            switch type {
            case .float32: try values.withUnsafeBytes { try output.write($0) }
            default:
                try values.map { UInt16($0.bitPattern >> 16) }
                    .withUnsafeBytes { try output.write($0) }
            }
        }
    }

    /// A file of these tensors, opened.
    private func file(_ tensors: [SafetensorsTensor]) throws -> SafetensorsCollection {
        let url = folder.file("weights.safetensors")
        try SafetensorsWriter.write(tensors, to: url)
        return try SafetensorsCollection(file: url)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let weights = try file(store.safetensors(prefix: "weight/"))
        let values = ParameterVector(for: store)
        try store.load(from: weights, path: "p", prefix: "weight/", into: values)
        #expect(values.array(matrix) == Array(repeating: 1, count: 6))
        #expect(values.array(vector) == [2, 2])
    }

    @Test func allProblemsAreReportedAtOnceAndNothingIsChanged() throws {
        let weights = try file([
            tensor("m", [3, 2], [9, 9, 9, 9, 9, 9]), tensor("v", [2], [9, 9]),
            tensor("extra", [1], [9]), tensor("more", [1], [9]),
        ])
        let error = #expect(throws: CalqueError.self) {
            try store.load(from: weights, path: "some/model.safetensors")
        }
        let message = try #require(error).message
        for part in [
            "some/model.safetensors", "m has shape [3, 2]", "[2, 3]", "missing: w",
            "not part of the model: extra, more",
        ] {
            #expect(message.contains(part), "\(message)")
        }
        #expect(Array(vector.values) == [2, 2])
    }

    @Test func aTypeThatIsNoNumberOfOursIsNamed() throws {
        let integers = SafetensorsTensor(name: "v", type: .int16, shape: [2]) {
            try $0.write(Data([1, 0, 2, 0]))
        }
        let weights = try file([
            tensor("m", [2, 3], [1, 2, 3, 4, 5, 6]), integers, tensor("w", [2], [1, 2]),
        ])
        let error = #expect(throws: CalqueError.self) { try store.load(from: weights, path: "p") }
        let message = try #require(error).message
        #expect(message.contains("v has type I16") && message.contains("BF16"), "\(message)")
    }

    @Test func rulesAllowOtherNamesMissingAndUnwantedTensors() throws {
        let weights = try file([
            tensor("old.m", [2, 3], [1, 2, 3, 4, 5, 6]), tensor("v", [2], [7, 8]),
            tensor("unwanted", [1], [9]),
        ])
        var rules = ParameterStore.LoadingRules()
        rules.aliases = ["m": ["new.m", "old.m"]]
        rules.optional = ["w"]
        rules.ignored = ["unwanted"]
        try store.load(from: weights, path: "p", rules: rules)
        #expect(Array(matrix.values) == [1, 2, 3, 4, 5, 6])
        #expect(Array(vector.values) == [7, 8])
        #expect(store["w"].map { Array($0.values) } == [3, 3])
    }

    /// Sums of 66,312 products of 255 and 127 are beyond 32 bits.
    @Test(arguments: [66_311, 66_312])
    func matricesWhoseInt8SumsCouldOverflowAreRefused(inputs: Int) throws {
        let weights = try file([tensor("m", [1, inputs], Array(repeating: 1, count: inputs))])
        let attempts: [(ParameterStore) throws -> Void] = [
            { try $0.load(from: weights, path: "p", for: .int8) },
            { store in
                store.allocate()
                _ = try store.quantizedSafetensors()
            },
        ]
        for attempt in attempts {
            let store = ParameterStore()
            _ = store.declare(
                "m", shape: [1, inputs], initializer: .constant(1), isQuantizable: true)
            guard inputs > 66_311 else {
                try attempt(store)
                continue
            }
            let error = #expect(throws: CalqueError.self) { try attempt(store) }
            #expect(error?.message.contains("The matrix m of") == true)
            #expect(error?.message.contains("66312 inputs") == true)
        }
    }

    @Test func bfloat16WeightsAreRead() throws {
        let weights = try file([
            tensor("m", [2, 3], [1, 2, 3, 4, 5, 6], type: .bfloat16),
            tensor("v", [2], [-0.5, 8], type: .bfloat16), tensor("w", [2], [1, 2]),
        ])
        try store.load(from: weights, path: "p")
        #expect(Array(matrix.values) == [1, 2, 3, 4, 5, 6])
        #expect(Array(vector.values) == [-0.5, 8])
    }
}
