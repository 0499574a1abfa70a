import Basics
import Tensors
import TestSupport
import Testing

struct TapeTests {
    private static let depth = 2_000
    private static let rows = 64
    private static let width = 32

    private let context = Context(precision: .float32)
    private let store = ParameterStore()
    private let identity: Parameter
    private let table: OutputTable

    init() {
        identity = store.declare(
            "identity", shape: [Self.width, Self.width], initializer: .constant(0))
        table = OutputTable(
            weight: store.declare(
                "table", shape: [4, Self.width], initializer: .normal(standardDeviation: 1)),
            bias: nil)
        store.initialize(seed: 1)
        for place in 0..<Self.width { identity.values[place * Self.width + place] = 1 }
    }

    /// The gradient that reaches the input of a chain of identities, and the memory reserved then.
    private func chain(depth: Int) throws -> (gradient: [Float], reservedBytes: Int) {
        let x = context.random(Self.rows, Self.width)
        var tape: Tape?
        context.backpropagate(into: ParameterVector(for: store), dropout: nil) {
            tape = context.tape
            var y = x
            for _ in 0..<depth { y = context.linear(y, weight: identity, bias: nil) }
            _ = context.crossEntropy(
                y, table, labels: Array(repeating: 1, count: Self.rows), smoothing: 0)
        }
        return (try #require(tape?.gradient(of: x)).array(), context.allocator.reservedBytes)
    }

    @Test func aGraphThousandsOfOperationsDeepRunsBackward() throws {
        let direct = try chain(depth: 0).gradient
        #expect(try chain(depth: Self.depth).gradient == direct)
    }

    @Test func memoryIsFreedOnTheWayBack() throws {
        let bytesOfResults = Self.depth * Self.rows * Self.width * 4
        // The gradients take the places of what was kept for them.
        #expect(try chain(depth: Self.depth).reservedBytes < bytesOfResults + bytesOfResults / 50)
    }

    @Test func memoryDoesNotGrowFromStepToStep() throws {
        let first = try chain(depth: 100).reservedBytes
        for _ in 0..<5 { #expect(try chain(depth: 100).reservedBytes == first) }
    }

    @Test func gradientsOfParametersAddUpOverRecordings() {
        let gradients = ParameterVector(for: store)
        func record() -> [Float] {
            context.backpropagate(into: gradients, dropout: nil) {
                let x = context.tensor(
                    [Float](repeating: 0.5, count: Self.rows * Self.width), Self.rows, Self.width)
                _ = context.crossEntropy(
                    x, table, labels: Array(repeating: 1, count: Self.rows), smoothing: 0)
            }
            return gradients.array(table.weight)
        }
        let once = record()
        #expect(record() == once.map { 2 * $0 })
    }

    @Test func whatNothingDependsOnHasNoGradient() {
        let x = context.tensor([Float](repeating: 1, count: Self.width), 1, Self.width)
        var tape: Tape?
        context.backpropagate(into: ParameterVector(for: store), dropout: nil) {
            tape = context.tape
            _ = context.linear(x, weight: identity, bias: nil)
        }
        #expect(tape != nil)
        #expect(tape?.gradient(of: x) == nil)
        #expect(context.tape == nil)
    }

    @Test func anErrorInsideLeavesNoTapeBehind() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try context.backpropagate(
                into: ParameterVector(for: store), dropout: RandomSource(seed: 1)
            ) { throw Failure() }
        }
        #expect(context.tape == nil)
    }
}
