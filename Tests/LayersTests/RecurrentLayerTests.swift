import Foundation
import Layers
import Tensors
import TestSupport
import Testing

/// Holds a layer to PyTorch's `nn.RNN`, `nn.GRU` or `nn.LSTM`: see `Fixtures/README.md`.
struct RecurrentLayerTests {
    private static let lengths = [4, 1, 6, 3, 6]
    private static let (inputWidth, width, classes) = (5, 18, 7)

    /// A layer, what it reads, and what PyTorch computes with them.
    private struct Fixture {
        let store = ParameterStore()
        let layer: RecurrentLayer
        let offsets = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        private let x: TokenEmbedding
        private let hidden: TokenEmbedding
        private let cell: TokenEmbedding?
        private let output: OutputProjection
        private let file: SafetensorsCollection

        init(_ cell: RecurrentCell) throws {
            let builder = ParameterBuilder(store)
            layer = RecurrentLayer(
                cell: cell, inputWidth: inputWidth, width: width, builder["layer"])
            x = TokenEmbedding(vocabulary: offsets.last ?? 0, width: inputWidth, builder["x"])
            func state(_ name: String) -> TokenEmbedding {
                TokenEmbedding(
                    vocabulary: lengths.count, width: width, builder["initial"][name])
            }
            hidden = state("hidden")
            self.cell = cell == .lstm ? state("cell") : nil
            output = OutputProjection(
                weight: builder["output"].parameter(
                    "weight", classes, width, initializer: .constant(0)), bias: nil)
            let url = try #require(Bundle.module.resourceURL)
                .appendingPathComponent("Fixtures/recurrent-\(cell.rawValue).safetensors")
            file = try SafetensorsCollection(file: url)
            try store.load(from: file, path: url.path, prefix: "parameter.")
        }

        /// The gradients of all parameters, by PyTorch.
        func expectedGradients() throws -> ParameterVector {
            let gradients = ParameterVector(for: store)
            try store.load(from: file, path: "gradients", prefix: "gradient.", into: gradients)
            return gradients
        }

        func floats(_ name: String) throws -> [Float] { try file.numbers(name) }

        /// The packed inputs, and the state before the first step, one row for every sentence.
        func inputs(_ context: Context) -> (x: Tensor, initial: RecurrentState) {
            func rows(_ table: TokenEmbedding) -> Tensor {
                table(Array(0..<Int32(table.weight.rows)), dropout: 0, context)
            }
            return (rows(x), RecurrentState(hidden: rows(hidden), cell: cell.map(rows)))
        }

        /// The sum of the cross-entropies of the rows.
        func loss(_ rows: Tensor, _ context: Context) -> Float {
            let labels = (0..<rows.rows).map { Int32($0 % classes) }
            return Float(output.loss(rows, labels: labels, smoothing: 0, context).loss)
        }
    }

    @Test(arguments: RecurrentCell.allCases)
    func statesAndGradientsAreThoseOfPyTorch(cell: RecurrentCell) throws {
        let fixture = try Fixture(cell)
        let steps = TimeSteps(
            sentenceOffsets: fixture.offsets, rows: fixture.offsets.last ?? 0)
        let context = Context(precision: .float32)
        let gradients = ParameterVector(for: fixture.store)
        try context.backpropagate(into: gradients, dropout: nil) {
            let (x, initial) = fixture.inputs(context)
            let states = fixture.layer(
                context.gatherRows(x, steps.packedRows),
                from: initial.map { context.gatherRows($0, steps.sentenceRows) }, steps: steps,
                context)
            let hidden = context.gatherRows(states.hidden, steps.timeRows)
            expect(hidden.array(), try fixture.floats("states"), absolute: 1e-5, "states")
            let cells = states.cell.map { context.gatherRows($0, steps.lastRows) }
            if let cells {
                expect(cells.array(), try fixture.floats("last_cells"), absolute: 1e-5, "cells")
            }
            let loss = fixture.loss(
                context.concatenateRows([hidden] + (cells.map { [$0] } ?? [])), context)
            expect([loss], try fixture.floats("loss"), absolute: 1e-3, "loss")
        }
        try expectThoseOfPyTorch(gradients, fixture)
    }

    @Test(arguments: RecurrentCell.allCases)
    func oneStepAtATimeMakesTheStatesOfPyTorch(cell: RecurrentCell) throws {
        let fixture = try Fixture(cell)
        let context = Context(precision: .float32)
        let (x, initial) = fixture.inputs(context)
        var state = initial
        let expected = try fixture.floats("states")
        for step in 0..<(Self.lengths.max() ?? 0) {
            let rows = Self.lengths.indices.map { sentence in
                step < Self.lengths[sentence] ? Int32(fixture.offsets[sentence] + step) : -1
            }
            state = fixture.layer.step(context.gatherRows(x, rows), from: state, context)
            for (sentence, row) in rows.enumerated() where row >= 0 {
                let place = Int(row) * Self.width
                expect(
                    state.hidden.rows(sentence..<sentence + 1),
                    Array(expected[place..<place + Self.width]), absolute: 1e-5, "state \(row)")
            }
        }
    }

    private func expectThoseOfPyTorch(
        _ gradients: ParameterVector, _ fixture: Fixture
    ) throws {
        let expected = try fixture.expectedGradients()
        withExtendedLifetime((gradients, expected)) {
            for entry in fixture.store.entries {
                let numbers = Array(expected[entry.parameter])
                let scale = numbers.reduce(0) { max($0, abs($1)) }
                #expect(scale > 0)
                expect(
                    Array(gradients[entry.parameter]), numbers, absolute: 2e-5 * Double(scale),
                    "gradient of \(entry.name)")
            }
        }
    }
}
