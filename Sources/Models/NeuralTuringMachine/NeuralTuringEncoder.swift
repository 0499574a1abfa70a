import Layers
import Tensors
import Text

/// Reads the source and writes into the memory.
struct NeuralTuringEncoder: Sendable {
    /// What the decoder gets.
    struct Output {
        /// The output of the machine at every source token, `[source rows, output width]`, in
        /// packed order.
        let annotations: Tensor
        /// Where the machine stands after the last token of every sentence, in packed order.
        let state: NeuralTuringState
        /// Where the heads were at every source row, `[source rows, heads · slots]`, in packed
        /// order.
        let weightings: Tensor
    }

    private let tokens: TokenEmbedding
    private let machine: NeuralTuringMachine
    private let start: NeuralTuringStart
    private let dropout: Float

    init(
        _ configuration: NeuralTuringTranslationConfiguration, tokens: TokenEmbedding,
        _ builder: ParameterBuilder
    ) {
        self.tokens = tokens
        machine = NeuralTuringMachine(configuration.machine, builder)
        start = NeuralTuringStart(configuration.machine, builder["start"])
        dropout = configuration.dropout
    }

    /// What enters the machine, in packed order.
    func embed(_ source: PackedSentences, _ context: Context) -> Tensor {
        tokens(source.ids, dropout: dropout, context)  // [source.rows, embedding width]
    }

    /// - Parameter embedded: What ``embed(_:_:)`` makes of `source`.
    func callAsFunction(
        _ source: PackedSentences, embedded: Tensor, _ context: Context
    ) -> Output {
        let steps = TimeSteps(source)
        let initial = start.state(sequences: steps.firstRowCount, context)
        var outputs: [NeuralTuringOutput] = []
        var weightings: [Tensor] = []
        // The rows of the sentences that end at a step, the longest sentences last.
        var finished: [NeuralTuringState] = []
        let x = context.gatherRows(embedded, steps.packedRows)  // [steps.rows, embedding width]
        machine.run(x, steps: steps.ranges, from: initial, context) { step, state in
            outputs.append(state.output)
            weightings.append(state.weighting)
            let active = step + 1 < steps.count ? steps.activeCounts[step + 1] : 0
            let rows = active..<steps.activeCounts[step]
            if !rows.isEmpty { finished.append(state.map { context.rows(rows, of: $0) }) }
        }
        let places = steps.places.map(Int32.init)
        let output = machine.output(of: outputs, context)  // [steps.rows, output width]
        return Output(
            annotations: context.gatherRows(
                output, steps.timeRows),  // [source.rows, output width]
            state: NeuralTuringState(joining: finished.reversed(), context).map {
                context.gatherRows($0, places)
            },  // [sentences, …]
            weightings: context.gatherRows(
                context.concatenateRows(weightings),
                steps.timeRows))  // [source.rows, heads · slots]
    }
}

extension NeuralTuringState {
    /// States below each other.
    fileprivate init(joining states: [NeuralTuringState], _ context: Context) {
        func join(_ part: (NeuralTuringState) -> Tensor) -> Tensor {
            context.concatenateRows(states.map(part))
        }
        self.init(
            memory: join(\.memory), weighting: join(\.weighting), reads: join(\.reads),
            controller: RecurrentState(joining: states.map(\.controller), context))
    }
}
