public import Tensors

/// The decoder layer that looks at the source (Bahdanau et al. 2015, section 3.1): at step i the
/// attention makes a context vector c_i of what the state before asks for, and the cell makes the
/// next state of the step's input, of the context vector and of the state before,
///
///     s_i = cell(x_i, c_i, s_{i−1}),  c_i = attention(s_{i−1}, h)
///
/// h being the encoder's annotations: see ``RecurrentAttention``. Attention and cell in plain loops:
/// `Reference.ContextVector`, `Reference.next`.
public struct AttentiveRecurrentLayer: Sendable {
    /// What the layer does at the steps of a batch.
    public struct Output {
        /// The states after every step.
        public let state: RecurrentState
        /// The context vector of every step, `[rows, annotation width]`.
        public let contextVectors: Tensor
        /// The attention's weights at every step, segment by segment.
        public let weights: [Tensor]
    }

    private let attention: RecurrentAttention
    private let input: Linear
    /// What makes gates of context vectors.
    private let contextWeight: Parameter
    private let weights: RecurrentWeights

    /// Declares what ``RecurrentLayer`` declares, `context.weight` for the context vectors, and the
    /// attention's parameters in `attention`.
    public init(
        cell: RecurrentCell, inputWidth: Int, annotationWidth: Int, width: Int,
        score: AttentionScore, attentionWidth: Int, _ builder: ParameterBuilder
    ) {
        attention = RecurrentAttention(
            score: score, stateWidth: width, annotationWidth: annotationWidth,
            innerWidth: attentionWidth, builder["attention"])
        input = Linear(
            inputWidth, cell.gates * width, builder["input"],
            initializer: .recurrent(width: width), bias: cell.biasInitializer)
        contextWeight = builder["context"].parameter(
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
    ///   - initial: The state before the first step.
    ///   - memory: What is made of the source.
    ///   - sourceOffsets: Where each sentence's annotations begin, then where the last one's end.
    ///   - steps: Which rows make up each step.
    ///   - context: Where the operations run.
    /// - Returns: Everything in the order of time.
    public func callAsFunction(
        _ x: Tensor, from initial: RecurrentState, over memory: RecurrentAttention.Memory,
        sourceOffsets: [Int], steps: TimeSteps, _ context: Context
    ) -> Output {
        let gates = input(x, context)  // [steps.rows, gates · width]
        let run = Run(self, over: memory, context)
        var state = initial
        var outputs: [Output] = []
        for step in 0..<steps.count {
            let range = steps.range(of: step)
            let before = state.map {
                $0.rows == range.count ? $0 : context.rows(0..<range.count, of: $0)
            }  // [rows of the step, width]
            let segments = AttentionSegments(
                oneQueryEach: steps.activeSentences(at: step).map {
                    sourceOffsets[$0]..<sourceOffsets[$0 + 1]
                })
            let inputGates = context.rows(range, of: gates)  // [rows of the step, gates · width]
            let output = run(inputGates, from: before, segments: segments)
            outputs.append(output)
            state = output.state
        }
        return Output(joining: outputs, context)  // [steps.rows, …]
    }

    /// One step, for decoding: `[rows, in]`. The segments say which annotations each row looks at.
    public func step(
        _ x: Tensor, from state: RecurrentState, over memory: RecurrentAttention.Memory,
        segments: AttentionSegments, _ context: Context
    ) -> Output {
        let gates = input(x, context)  // [rows, gates · width]
        return Run(self, over: memory, context)(gates, from: state, segments: segments)
    }

    /// The layer at the steps of a batch.
    private struct Run {
        private let layer: AttentiveRecurrentLayer
        private let attention: RecurrentAttention.Steps
        private let contextGates: StepwiseLinear
        private let hiddenGates: StepwiseLinear
        private let context: Context

        init(
            _ layer: AttentiveRecurrentLayer, over memory: RecurrentAttention.Memory,
            _ context: Context
        ) {
            self.layer = layer
            self.context = context
            attention = layer.attention.steps(over: memory, context)
            contextGates = StepwiseLinear(weight: layer.contextWeight, bias: nil, context)
            hiddenGates = StepwiseLinear(weight: layer.weights.weight, bias: nil, context)
        }

        func callAsFunction(
            _ inputGates: Tensor, from state: RecurrentState, segments: AttentionSegments
        ) -> Output {
            let (contextVectors, weights) = attention(
                state.hidden, segments: segments)  // [rows, annotation width]
            let gates = context.residual(
                inputGates, contextGates(contextVectors), dropout: 0)  // [rows, gates · width]
            let next = context.recurrentStep(
                layer.weights.cell, input: gates, hidden: hiddenGates(state.hidden),
                bias: layer.weights.bias, from: state)  // [rows, width]
            return Output(state: next, contextVectors: contextVectors, weights: [weights])
        }
    }
}

extension AttentiveRecurrentLayer.Output {
    /// The outputs of steps below each other.
    fileprivate init(joining outputs: [Self], _ context: Context) {
        self.init(
            state: RecurrentState(joining: outputs.map(\.state), context),
            contextVectors: context.concatenateRows(
                outputs.map(\.contextVectors)),  // [steps.rows, annotation width]
            weights: outputs.flatMap(\.weights))
    }
}
