import Layers
import Tensors
import Text

/// Reads the source, token by token.
struct RecurrentEncoder: Sendable {
    /// What the decoder gets.
    struct Output {
        /// What the top layer says of every source token, `[source rows, annotation width]`, in
        /// packed order.
        let annotations: Tensor
        /// The state of every layer after the last token, one row for every sentence: the summary.
        let summaries: [RecurrentState]
    }

    private let configuration: RecurrentConfiguration
    private let tokens: TokenEmbedding
    private let layers: [RecurrentEncoderLayer]

    init(
        _ configuration: RecurrentConfiguration, tokens: TokenEmbedding, _ builder: ParameterBuilder
    ) {
        self.configuration = configuration
        self.tokens = tokens
        layers = (0..<configuration.layers).map {
            RecurrentEncoderLayer(
                configuration,
                inputWidth: $0 == 0 ? configuration.embeddingWidth : configuration.annotationWidth,
                builder["layers"][$0])
        }
    }

    /// What enters the lowest layer, in packed order.
    func embed(_ source: PackedSentences, _ context: Context) -> Tensor {
        tokens(
            source.ids, dropout: configuration.dropout,
            context)  // [source.rows, embedding width]
    }

    /// - Parameter embedded: What ``embed(_:_:)`` makes of `source`.
    func callAsFunction(
        _ source: PackedSentences, embedded: Tensor, _ context: Context
    ) -> Output {
        let steps = TimeSteps(source, reversed: configuration.reading == .reversed)
        let backwardSteps =
            configuration.reading == .both
            ? TimeSteps(source, reversed: true) : nil
        var x = context.gatherRows(embedded, steps.packedRows)  // [steps.rows, embedding width]
        var summaries: [RecurrentState] = []
        for (index, layer) in layers.enumerated() {
            if index > 0 { x = context.dropout(x, configuration.dropout) }
            let output = layer(x, steps: steps, backwardSteps: backwardSteps, context)
            x = output.rows  // [steps.rows, annotation width]
            summaries.append(output.summary)
        }
        let annotations = context.gatherRows(x, steps.timeRows)  // [source.rows, annotation width]
        return Output(annotations: annotations, summaries: summaries)
    }
}

/// A layer that reads in one direction, or in both.
struct RecurrentEncoderLayer: Sendable {
    /// What the layer makes of a batch.
    struct Output {
        /// Its states, those of both directions side by side, in the order of time of the first.
        let rows: Tensor
        /// The last states, one row for every sentence, as wide as the decoder's.
        let summary: RecurrentState
    }

    private let forward: RecurrentLayer
    private let backward: RecurrentLayer?
    private let bridge: SummaryBridge?

    init(
        _ configuration: RecurrentConfiguration, inputWidth: Int, _ builder: ParameterBuilder
    ) {
        func layer(_ name: String) -> RecurrentLayer {
            RecurrentLayer(
                cell: configuration.cell, inputWidth: inputWidth, width: configuration.width,
                builder[name])
        }
        forward = layer("forward")
        backward = configuration.reading == .both ? layer("backward") : nil
        bridge =
            configuration.reading == .both
            ? SummaryBridge(cell: configuration.cell, width: configuration.width, builder["bridge"])
            : nil
    }

    /// - Parameters:
    ///   - x: `[steps.rows, in]`, in the order of time.
    ///   - backwardSteps: The same sentences from their ends.
    func callAsFunction(
        _ x: Tensor, steps: TimeSteps, backwardSteps: TimeSteps?, _ context: Context
    ) -> Output {
        let states = forward(x, steps: steps, context)  // [steps.rows, width]
        let last = states.map { context.gatherRows($0, steps.lastRows) }  // [sentences, width]
        guard let backward, let bridge, let backwardSteps else {
            return Output(rows: states.hidden, summary: last)
        }
        let reversed = context.gatherRows(
            x, steps.rows(of: backwardSteps))  // [backward rows, in]
        let backwardStates = backward(
            reversed, steps: backwardSteps, context)  // [backward rows, width]
        let backwardRows = context.gatherRows(
            backwardStates.hidden, backwardSteps.rows(of: steps))  // [steps.rows, width]
        let first = backwardStates.map {
            context.gatherRows($0, backwardSteps.lastRows)
        }  // [sentences, width]
        return Output(
            rows: context.concatenateColumns(
                [states.hidden, backwardRows]),  // [steps.rows, 2 width]
            summary: bridge(last, first, context))  // [sentences, width]
    }
}

/// Makes one state of the last ones of both directions: s₀ = tanh(W [h→; h←] + b), and the LSTM's cell
/// linearly (Bahdanau et al. 2015, appendix A.2.2, who take the backward state alone).
struct SummaryBridge: Sendable {
    private let hidden: Linear
    private let cell: Linear?

    init(cell: RecurrentCell, width: Int, _ builder: ParameterBuilder) {
        hidden = Linear(2 * width, width, builder["hidden"])
        self.cell = cell == .lstm ? Linear(2 * width, width, builder["cell"]) : nil
    }

    func callAsFunction(
        _ forward: RecurrentState, _ backward: RecurrentState, _ context: Context
    ) -> RecurrentState {
        let joined = context.concatenateColumns(
            [forward.hidden, backward.hidden])  // [sentences, 2 width]
        var cellState: Tensor?
        if let cell, let forwardCell = forward.cell, let backwardCell = backward.cell {
            let joinedCells = context.concatenateColumns(
                [forwardCell, backwardCell])  // [sentences, 2 width]
            cellState = context.converted(
                cell(joinedCells, context), to: .float32)  // [sentences, width]
        }
        let hiddenState = hidden(
            joined, activation: .tanh, dropout: 0, context)  // [sentences, width]
        return RecurrentState(hidden: hiddenState, cell: cellState)
    }
}

extension TimeSteps {
    /// For every row in the order of time of `other`, which are the same sentences, the row here; −1
    /// for filler.
    fileprivate func rows(of other: TimeSteps) -> [Int32] {
        other.packedRows.map { $0 < 0 ? -1 : timeRows[Int($0)] }
    }
}
