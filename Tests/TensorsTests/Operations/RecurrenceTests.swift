import Basics
import Tensors
import TestSupport
import Testing

struct RecurrenceTests {
    /// What a recurrence reads, at random.
    private struct Case {
        let store = ParameterStore()
        let weights: RecurrentWeights
        let output: OutputTable
        let input: [Float]
        let steps: TimeSteps
        let width = 20

        init(_ cell: RecurrentCell, lengths: [Int]) {
            let bias =
                cell == .gru
                ? store.declare(
                    "bias", shape: [width], initializer: .normal(standardDeviation: 0.5)) : nil
            weights = RecurrentWeights(
                cell: cell,
                weight: store.declare(
                    "weight", shape: [cell.gates * width, width],
                    initializer: .normal(standardDeviation: 0.2)), bias: bias)
            output = OutputTable(
                weight: store.declare(
                    "table", shape: [5, width], initializer: .normal(standardDeviation: 1)),
                bias: nil)
            store.initialize(seed: 4)
            let offsets = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
            steps = TimeSteps(sentenceOffsets: offsets, rows: offsets.last ?? 0)
            var random = RandomSource(seed: 5)
            input = (0..<steps.rows * cell.gates * width).map { _ in random.nextNormal() }
        }

        /// Runs forwards and, from a loss behind all states, backwards.
        func run(_ body: (Context, Tensor) -> Tensor) -> (states: [Float], gradients: [[Float]]) {
            let context = Context(precision: .float32)
            let gradients = ParameterVector(for: store)
            let x = context.tensor(input, steps.rows, weights.cell.gates * width)
            var states: [Float] = []
            context.backpropagate(into: gradients, dropout: nil) {
                let all = body(context, x)
                let packed = context.gatherRows(all, steps.timeRows)
                states = packed.array()
                _ = context.crossEntropy(
                    packed, output, labels: (0..<packed.rows).map { Int32($0 % 5) }, smoothing: 0)
            }
            return (states, store.entries.map { gradients.array($0.parameter) })
        }
    }

    @Test(arguments: RecurrentCell.allCases)
    func aRecurrenceIsItsStepsOneByOne(cell: RecurrentCell) {
        let test = Case(cell, lengths: [7, 3, 12, 1, 12, 5, 2, 9, 4, 6])
        let fused = test.run { context, x in
            context.recurrence(test.weights, input: x, steps: test.steps).hidden
        }
        let stepped = test.run { context, x in
            let hidden = StepwiseLinear(weight: test.weights.weight, bias: nil, context)
            var state = context.zeroState(
                cell, rows: test.steps.range(of: 0).count, width: test.width)
            let outputs = (0..<test.steps.count).map { step in
                let range = test.steps.range(of: step)
                let before = state.map { context.rows(0..<range.count, of: $0) }
                state = context.recurrentStep(
                    cell, input: context.rows(range, of: x), hidden: hidden(before.hidden),
                    bias: test.weights.bias, from: before)
                return state.hidden
            }
            return context.concatenateRows(outputs)
        }
        expect(fused.states, stepped.states.map(Double.init), relative: 1e-5, "states")
        for (one, other) in zip(fused.gradients, stepped.gradients) {
            expect(one, other.map(Double.init), relative: 1e-4, "gradients")
        }
    }

    @Test func twoThousandStepsRunBackwards() {
        let test = Case(.gru, lengths: [2000])
        let run = test.run { context, x in
            let hidden = StepwiseLinear(weight: test.weights.weight, bias: nil, context)
            var state = context.zeroState(.gru, rows: 8, width: test.width)
            let outputs = (0..<2000).map { step in
                state = context.recurrentStep(
                    .gru, input: context.rows(test.steps.range(of: step), of: x),
                    hidden: hidden(state.hidden), bias: test.weights.bias, from: state)
                return state.hidden
            }
            return context.concatenateRows(outputs)
        }
        #expect(run.gradients.allSatisfy { $0.allSatisfy(\.isFinite) && $0.contains { $0 != 0 } })
    }

    @Test func stepsWalkTheSentencesByFallingLength() {
        let steps = TimeSteps(sentenceOffsets: [0, 2, 6, 6, 9], rows: 12, rowMultiple: 2)
        #expect(steps.sentences == [1, 3, 0, 2])
        #expect(steps.activeCounts == [3, 3, 2, 1])
        #expect(steps.offsets == [0, 4, 8, 10, 12])
        #expect(steps.packedRows == [2, 6, 0, -1, 3, 7, 1, -1, 4, 8, 5, -1])
        #expect(steps.timeRows == [2, 6, 0, 4, 8, 10, 1, 5, 9, -1, -1, -1])
        #expect(steps.lastRows == [6, 10, -1, 9])
        #expect(steps.sentenceRows == [1, 3, 0, 2])
        let reversed = TimeSteps(
            sentenceOffsets: [0, 2, 6, 6, 9], rows: 12, reversed: true, rowMultiple: 2)
        #expect(reversed.packedRows == [5, 8, 1, -1, 4, 7, 0, -1, 3, 6, 2, -1])
        #expect(reversed.lastRows == [6, 10, -1, 9])
    }
}
