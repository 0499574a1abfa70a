public import Tensors

/// The decoder layer that looks at the source: at every step the attention finds what its state asks
/// for, and the cell makes the next state of that, of the step's input and of the state before
/// (Bahdanau et al. 2015, section 3.1).
public struct AttentiveRecurrentLayer: Sendable {
    /// What the layer does at the steps of a batch.
    public struct Output {
        /// The states behind every step.
        public let state: RecurrentState
        /// What the attention found at every step, `[rows, annotation width]`.
        public let context: Tensor
    }

    private let cell: RecurrentCell
    private let attention: RecurrentAttention
    private let input: Linear
    private let found: Parameter
    private let weights: RecurrentWeights

    /// Declares what ``RecurrentLayer`` declares, `context.weight` for what the attention finds, and
    /// the attention's parameters in `attention`.
    public init(
        cell: RecurrentCell, inputWidth: Int, annotationWidth: Int, width: Int,
        score: AttentionScore, attentionWidth: Int, _ builder: ParameterBuilder
    ) {
        self.cell = cell
        attention = RecurrentAttention(
            score: score, stateWidth: width, annotationWidth: annotationWidth,
            innerWidth: attentionWidth, builder["attention"])
        input = Linear(
            inputWidth, cell.gates * width, builder["input"],
            initializer: .recurrent(width: width), bias: cell.biasInitializer)
        found = builder["context"].parameter(
            "weight", cell.gates * width, annotationWidth, initializer: .recurrent(width: width),
            isQuantizable: true)
        weights = RecurrentWeights(cell: cell, width: width, builder["hidden"])
    }

    /// What the steps look at; `annotations` are `[source rows, annotation width]`.
    public func memory(_ annotations: Tensor, _ context: Context) -> RecurrentAttention.Memory {
        attention.memory(annotations, context)
    }

    /// All steps of a batch.
    ///
    /// - Parameters:
    ///   - x: `[steps.rows, in]`, in the order of time.
    ///   - sourceOffsets: Where each sentence's annotations begin, then where the last one's end.
    ///   - weights: Receives the attention's weights of a step, in the order of `steps.sentences`.
    /// - Returns: Everything in the order of time.
    public func callAsFunction(
        _ x: Tensor, from initial: RecurrentState, over memory: RecurrentAttention.Memory,
        sourceOffsets: [Int], steps: TimeSteps, weights: ((_ step: Int, [Float]) -> Void)? = nil,
        _ context: Context
    ) -> Output {
        let gates = input(x, context)
        let run = Run(self, over: memory, context)
        var state = initial
        var outputs: [Output] = []
        for step in 0..<steps.count {
            let range = steps.range(of: step)
            let before = state.map {
                $0.rows == range.count ? $0 : context.rows(0..<range.count, of: $0)
            }
            let segments = AttentionSegments(
                oneQueryEach: steps.liveSentences(at: step).map {
                    sourceOffsets[$0]..<sourceOffsets[$0 + 1]
                })
            let output = run(
                context.rows(range, of: gates), from: before, segments: segments,
                weights: weights.map { record in { record(step, $0) } })
            outputs.append(output)
            state = output.state
        }
        return Output(joining: outputs, context)
    }

    /// One step, for decoding: `[rows, in]`.
    ///
    /// - Parameter segments: The annotations that each row looks at.
    public func step(
        _ x: Tensor, from state: RecurrentState, over memory: RecurrentAttention.Memory,
        segments: AttentionSegments, weights: (([Float]) -> Void)? = nil, _ context: Context
    ) -> Output {
        Run(self, over: memory, context)(
            input(x, context), from: state, segments: segments, weights: weights)
    }

    /// The layer at the steps of a batch.
    private struct Run {
        private let layer: AttentiveRecurrentLayer
        private let attention: RecurrentAttention.Steps
        private let found: StepwiseLinear
        private let hidden: StepwiseLinear
        private let context: Context

        init(
            _ layer: AttentiveRecurrentLayer, over memory: RecurrentAttention.Memory,
            _ context: Context
        ) {
            self.layer = layer
            self.context = context
            attention = layer.attention.steps(over: memory, context)
            found = StepwiseLinear(weight: layer.found, bias: nil, context)
            hidden = StepwiseLinear(weight: layer.weights.weight, bias: nil, context)
        }

        func callAsFunction(
            _ inputGates: Tensor, from state: RecurrentState, segments: AttentionSegments,
            weights: (([Float]) -> Void)?
        ) -> Output {
            var recorded = [Float](
                repeating: 0, count: weights == nil ? 0 : segments.pairOffsets.last ?? 0)
            let answer = recorded.withUnsafeMutableBufferPointer {
                attention(
                    state.hidden, segments: segments,
                    weights: weights == nil ? nil : $0.baseAddress)
            }
            weights?(recorded)
            let gates = context.residual(inputGates, found(answer), dropout: 0)
            let next = context.recurrentStep(
                layer.cell, input: gates, hidden: hidden(state.hidden), bias: layer.weights.bias,
                from: state)
            return Output(state: next, context: answer)
        }
    }
}

extension AttentiveRecurrentLayer.Output {
    /// The outputs of steps below each other.
    fileprivate init(joining outputs: [Self], _ context: Context) {
        let cells = outputs.compactMap(\.state.cell)
        self.init(
            state: RecurrentState(
                hidden: context.concatenateRows(outputs.map(\.state.hidden)),
                cell: cells.isEmpty ? nil : context.concatenateRows(cells)),
            context: context.concatenateRows(outputs.map(\.context)))
    }
}
