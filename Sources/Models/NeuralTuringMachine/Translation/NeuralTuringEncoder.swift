import Layers
import Tensors
import Text

/// Reads the source and writes into the memory.
struct NeuralTuringEncoder: Sendable {
    /// What the decoder gets.
    struct Output {
        /// Where the machine stands behind the last token of every sentence, in packed order.
        let state: NeuralTuringState
        /// Where the heads were at every source row, `[source rows, heads · slots]`, in packed
        /// order.
        let weightings: Tensor?
    }

    private let tokens: TokenEmbedding
    private let machine: NeuralTuringMachine
    private let dropout: Float
    private let padding: Int32

    init(
        _ configuration: NeuralTuringTranslationConfiguration, tokens: TokenEmbedding,
        _ builder: ParameterBuilder
    ) {
        self.tokens = tokens
        machine = NeuralTuringMachine(configuration.machine, builder)
        dropout = configuration.dropout
        padding = configuration.embeddings.specialTokens.padding
    }

    /// - Parameter keepsWeightings: Whether to tell where the heads were.
    func callAsFunction(
        _ source: PackedSentences, keepsWeightings: Bool, _ context: Context
    ) -> Output {
        let steps = TimeSteps(sentenceOffsets: source.offsets, rows: source.rows)
        let x = tokens(
            steps.inOrderOfTime(source.ids, filler: padding), dropout: dropout, context)
        let initial = machine.initialState(
            sequences: steps.count > 0 ? steps.range(of: 0).count : 0, context)
        var weightings: [Tensor] = []
        // The rows of the sentences that end at a step, the longest sentences last.
        var ended: [NeuralTuringState] = []
        machine.run(x, steps: steps.ranges, from: initial, context) { step, state in
            if keepsWeightings { weightings.append(state.weighting) }
            let goingOn = step + 1 < steps.count ? steps.liveCounts[step + 1] : 0
            let rows = goingOn..<steps.liveCounts[step]
            if !rows.isEmpty { ended.append(state.map { context.rows(rows, of: $0) }) }
        }
        let packed = steps.places
        return Output(
            state: NeuralTuringState(joining: ended.reversed(), context).map {
                context.gatherRows($0, packed)
            },
            weightings: keepsWeightings
                ? context.gatherRows(context.concatenateRows(weightings), steps.timeRows) : nil)
    }
}

extension TimeSteps {
    /// The rows of every step.
    var ranges: [Range<Int>] { (0..<count).map(range) }

    /// The place of every sentence, by the packed order, among the sentences by falling length.
    fileprivate var places: [Int32] {
        var places = [Int32](repeating: 0, count: sentences.count)
        for (place, sentence) in sentences.enumerated() { places[sentence] = Int32(place) }
        return places
    }
}

extension NeuralTuringState {
    /// States below each other.
    fileprivate init(joining states: [NeuralTuringState], _ context: Context) {
        func join(_ part: (NeuralTuringState) -> Tensor) -> Tensor {
            context.concatenateRows(states.map(part))
        }
        let cells = states.compactMap(\.controller.cell)
        self.init(
            memory: join(\.memory), weighting: join(\.weighting), reads: join(\.reads),
            controller: RecurrentState(
                hidden: join(\.controller.hidden),
                cell: cells.isEmpty ? nil : context.concatenateRows(cells)))
    }
}
