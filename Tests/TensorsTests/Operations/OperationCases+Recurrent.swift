import Tensors

extension OperationCase {
    /// Recurrent cells, whole recurrences, and the attention of recurrent decoders.
    static let recurrent =
        RecurrentCell.allCases.flatMap { [step($0), recurrence($0), recurrenceFromZeros($0)] }
        + [stepAttention("dot"), stepAttention("additive"), stepwise, simpleRecurrence]

    private static let width = 3

    /// A state from columns of a matrix.
    private static func state(
        _ cell: RecurrentCell, _ hidden: Tensor, _ cellState: Tensor, _ context: Context
    ) -> RecurrentState {
        RecurrentState(
            hidden: hidden, cell: cell == .lstm ? context.converted(cellState, to: .float32) : nil)
    }

    /// Hidden and cell state side by side, so that both count.
    private static func joined(_ state: RecurrentState, _ context: Context) -> Tensor {
        context.concatenateColumns([state.hidden, state.cell ?? state.hidden])
    }

    private static func weights(
        _ cell: RecurrentCell, _ parameters: [Parameter]
    ) -> RecurrentWeights {
        RecurrentWeights(
            cell: cell, weight: parameters[0], bias: cell == .gru ? parameters[1] : nil)
    }

    private static func step(_ cell: RecurrentCell) -> OperationCase {
        let gates = cell.gates * width
        return OperationCase(
            "step of \(cell)", inputs: [[5, gates], [5, gates], [5, width], [5, width]],
            parameters: [[gates, width], [width]], width: 2 * width
        ) { context, inputs, parameters in
            // Copies, for a step uses its inputs up.
            let next = context.recurrentStep(
                cell, input: context.rows(0..<5, of: inputs[0]),
                hidden: context.rows(0..<5, of: inputs[1]), bias: weights(cell, parameters).bias,
                from: state(cell, inputs[2], inputs[3], context))
            return joined(next, context)
        }
    }

    /// Sentences of 2, 4, none and 3 tokens.
    private static let offsets = [0, 2, 6, 6, 9]

    private static func recurrence(_ cell: RecurrentCell) -> OperationCase {
        let gates = cell.gates * width
        return OperationCase(
            "recurrence of \(cell)", inputs: [[10, gates], [4, width], [4, width]],
            parameters: [[gates, width], [width]], width: 2 * width
        ) { context, inputs, parameters in
            let steps = TimeSteps(
                sentenceOffsets: offsets, rows: 10, reversed: true, rowMultiple: 2)
            let initial = state(cell, inputs[1], inputs[2], context).map {
                context.gatherRows($0, steps.sentenceRows)
            }
            let states = context.recurrence(
                weights(cell, parameters), input: context.gatherRows(inputs[0], steps.packedRows),
                initial: initial, steps: steps)
            return joined(states.map { context.gatherRows($0, steps.timeRows) }, context)
        }
    }

    private static func recurrenceFromZeros(_ cell: RecurrentCell) -> OperationCase {
        let gates = cell.gates * width
        return OperationCase(
            "last states of a recurrence of \(cell) from zeros", inputs: [[10, gates]],
            parameters: [[gates, width], [width]], width: 2 * width
        ) { context, inputs, parameters in
            let steps = TimeSteps(sentenceOffsets: offsets, rows: 10)
            let states = context.recurrence(
                weights(cell, parameters), input: context.gatherRows(inputs[0], steps.packedRows),
                steps: steps)
            return joined(states.map { context.gatherRows($0, steps.lastRows) }, context)
        }
    }

    /// Two queries and a row that asks for nothing.
    private static func stepAttention(_ kind: String) -> OperationCase {
        OperationCase(
            "attention of a step, \(kind)", inputs: [[3, 4], [6, 4], [6, 5]], parameters: [[4]],
            width: 5
        ) { context, inputs, parameters in
            let floats = inputs.map { context.converted($0, to: .float32) }
            let (contextVectors, _) = context.stepAttention(
                query: floats[0], key: floats[1], value: floats[2],
                score: kind == "dot" ? .dot : .additive(parameters[0]),
                segments: AttentionSegments([
                    .init(queries: 2..<3, keys: 1..<5), .init(queries: 0..<1, keys: 0..<6),
                ]))
            return context.converted(contextVectors, to: context.elementType)
        }
    }

    /// Sentences of 2, 4, none and 3 tokens, and a row of filler. No c comes near zero, where ReLU has
    /// no derivative: the x of the second sentence are far below it, all others far above.
    private static let simpleRecurrence = OperationCase(
        "simple recurrence", inputs: [[10, 2 * width]], parameters: [[width]], width: width
    ) { context, inputs, parameters in
        let shift = (0..<10).flatMap { row in
            (0..<2 * width).map { $0 < width ? (2..<6).contains(row) ? Float(-4) : 4 : 0 }
        }
        // A copy, too, for the operation uses its input up.
        let input = context.residual(
            inputs[0], context.tensor(shift, 10, 2 * width), dropout: 0)
        return context.simpleRecurrence(
            input: input, bias: parameters[0],
            segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets))
    }

    private static let stepwise = OperationCase(
        "linear map of every step", inputs: [[5, 4]], parameters: [[4, 4], [4]], width: 4
    ) { context, inputs, parameters in
        let map = StepwiseLinear(weight: parameters[0], bias: parameters[1], context)
        return map(map(map(inputs[0])))
    }
}
