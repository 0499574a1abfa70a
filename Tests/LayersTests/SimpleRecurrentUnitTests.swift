import Foundation
import Layers
import Tensors
import TestSupport
import Testing

/// Holds the simpler simple recurrent unit to PyTorch (see `Fixtures/README.md`) and to its equations.
struct SimpleRecurrentUnitTests {
    private static let lengths = [4, 1, 6, 3, 6]
    private static let offsets = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    private static let (rows, width, classes) = (20, 18, 7)
    private static let segments = AttentionSegments(queryOffsets: offsets, keyOffsets: offsets)

    /// A unit, what it reads, and what PyTorch computes with them.
    private struct Fixture {
        let store = ParameterStore()
        let unit: SimpleRecurrentUnit
        let output: OutputProjection
        private let x: TokenEmbedding
        private let file: SafetensorsCollection

        init() throws {
            let builder = ParameterBuilder(store)
            unit = SimpleRecurrentUnit(width: width, builder["layer"])
            x = TokenEmbedding(vocabulary: rows, width: width, builder["x"])
            output = OutputProjection(
                weight: builder["output"].parameter(
                    "weight", classes, width, initializer: .constant(0)), bias: nil)
            let url = try #require(Bundle.module.resourceURL)
                .appendingPathComponent("Fixtures/simple-recurrent-unit.safetensors")
            file = try SafetensorsCollection(file: url)
            try store.load(from: file, path: url.path, prefix: "parameter.")
        }

        /// The packed inputs.
        func inputs(_ context: Context) -> Tensor {
            x(Array(0..<Int32(rows)), dropout: 0, context)
        }

        func floats(_ name: String) throws -> [Float] { try file.numbers(name) }
    }

    @Test func statesAndGradientsAreThoseOfPyTorch() throws {
        let fixture = try Fixture()
        let context = Context(precision: .float32)
        let gradients = ParameterVector(for: fixture.store)
        try context.backpropagate(into: gradients, dropout: nil) {
            let y = fixture.unit(fixture.inputs(context), segments: Self.segments, context)
            expect(y.array(), try fixture.floats("states"), absolute: 1e-5, "states")
            let labels = (0..<Self.rows).map { Int32($0 % Self.classes) }
            let loss = fixture.output.loss(y, labels: labels, smoothing: 0, context).loss
            expect([Float(loss)], try fixture.floats("loss"), absolute: 1e-3, "loss")
        }
        for entry in fixture.store.entries {
            expect(
                gradients.array(entry.parameter), try fixture.floats("gradient.\(entry.name)"),
                relative: 2e-5, absolute: 1e-7, "gradient of \(entry.name)")
        }
    }

    @Test func oneStepAtATimeMakesTheStatesOfPyTorch() throws {
        let fixture = try Fixture()
        let context = Context(precision: .float32)
        let (states, cells) = (try fixture.floats("states"), try fixture.floats("cells"))
        let i = fixture.inputs(context)
        walk(i, fixture.unit, context) { row, output, state in
            let place = row * Self.width..<(row + 1) * Self.width
            expect(output, Array(states[place]), absolute: 1e-5, "y of row \(row)")
            expect(state, Array(cells[place]), absolute: 1e-5, "c of row \(row)")
        }
    }

    @Test(arguments: Set([Precision.float32, .int8, .fastest]))
    func stepByStepIsTheWhole(precision: Precision) {
        let context = Context(precision: precision)
        let store = ParameterStore()
        let unit = SimpleRecurrentUnit(width: Self.width, ParameterBuilder(store))
        store.allocateRandomly()
        store.updateComputeCopy(precision)
        let i = context.random(Self.rows, Self.width)
        let whole = unit(i, segments: Self.segments, context).array()
        walk(i, unit, context) { row, output, _ in
            let place = row * Self.width..<(row + 1) * Self.width
            expect(
                output, Array(whole[place]), relative: precision == .bfloat16 ? 0.02 : 1e-6,
                absolute: 1e-6, "y of row \(row)")
        }
    }

    /// Takes all sentences through their steps at once.
    ///
    /// - Parameter visit: Gets y and c of every packed row.
    private func walk(
        _ i: Tensor, _ unit: SimpleRecurrentUnit, _ context: Context,
        visit: (_ row: Int, _ output: [Float], _ state: [Float]) -> Void
    ) {
        var state: Tensor?
        for step in 0..<(Self.lengths.max() ?? 0) {
            // A sentence that is over goes on with zeros, which nobody looks at.
            let rows = Self.lengths.indices.map {
                step < Self.lengths[$0] ? Int32(Self.offsets[$0] + step) : -1
            }
            let next = unit.step(context.gatherRows(i, rows), from: state, context)
            state = next.state
            let (outputs, states) = (next.output.array(), next.state.array())
            for (sentence, row) in rows.enumerated() where row >= 0 {
                let place = sentence * Self.width..<(sentence + 1) * Self.width
                visit(Int(row), Array(outputs[place]), Array(states[place]))
            }
        }
    }

    @Test func theUnitIsItsEquations() throws {
        let store = ParameterStore()
        let unit = SimpleRecurrentUnit(width: Self.width, ParameterBuilder(store))
        store.allocateRandomly()
        let context = Context(precision: .float32)
        let i = context.random(Self.rows, Self.width)
        func matrix(_ name: String) throws -> Reference.Matrix {
            let weight = try #require(store[name])
            return Reference.Matrix(
                weight.rows, weight.columns, weight.values.map(Double.init))
        }
        let bias = try #require(store["forget.bias"]).values.map(Double.init)
        let reference = Reference.SimpleRecurrentUnit(
            weight: try matrix("input.weight"),
            forget: Reference.Linear(weight: try matrix("forget.weight"), bias: bias))
        let rows = Reference.Matrix(Self.rows, Self.width, i.array().map(Double.init))
        let expected = zip(Self.offsets, Self.offsets.dropFirst()).flatMap {
            reference(rows.rows($0..<$1)).values
        }
        expect(
            unit(i, segments: Self.segments, context).array(), expected, absolute: 1e-5, "y")
    }
}
