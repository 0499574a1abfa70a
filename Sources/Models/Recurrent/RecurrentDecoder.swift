import Layers
import Tensors
import Text

/// Writes the translation, token by token, from the encoder's summary and, with attention, from its
/// annotations.
///
/// The lowest layer attends, and its context vectors go into every layer (Wu et al. 2016, section
/// 3) and into the readout.
struct RecurrentDecoder: Sendable {
    private let configuration: RecurrentConfiguration
    private let tokens: TokenEmbedding
    /// The lowest layer of a decoder with attention.
    private let attentive: AttentiveRecurrentLayer?
    private let layers: [RecurrentLayer]
    private let readout: Linear

    init(
        _ configuration: RecurrentConfiguration, tokens: TokenEmbedding, _ builder: ParameterBuilder
    ) {
        self.configuration = configuration
        self.tokens = tokens
        let (width, embeddingWidth) = (configuration.width, configuration.embeddingWidth)
        let contextWidth = configuration.contextVectorWidth
        attentive = configuration.attention.map {
            AttentiveRecurrentLayer(
                cell: configuration.cell, inputWidth: embeddingWidth, annotationWidth: contextWidth,
                width: width, score: $0, attentionWidth: configuration.attentionWidth,
                builder["layers"][0])
        }
        let lowest = configuration.attention == nil ? 0 : 1
        layers = (lowest..<configuration.layers).map {
            RecurrentLayer(
                cell: configuration.cell,
                inputWidth: $0 == 0 ? embeddingWidth : width + contextWidth, width: width,
                builder["layers"][$0])
        }
        readout = Linear(width + contextWidth + embeddingWidth, embeddingWidth, builder["readout"])
    }

    /// All positions at once (teacher forcing).
    ///
    /// - Parameters:
    ///   - target: The target shifted right.
    ///   - source: The encoder's output for the same sentences.
    ///   - record: Gets the attention.
    /// - Returns: What the output layer reads, `[target.rows, embedding width]`, in packed order.
    func callAsFunction(
        _ target: PackedSentences, source: RecurrentEncoder.Output, sourceOffsets: [Int],
        record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let steps = TimeSteps(target)
        let padding = configuration.embeddings.specialTokens.padding
        let embedded = tokens(
            steps.inOrderOfTime(target.ids, filler: padding), dropout: configuration.dropout,
            context)  // [steps.rows, embedding width]
        let initial = source.summaries.map { summary in
            summary.map { context.gatherRows($0, steps.sentenceRows) }
        }  // [first step's rows, width]
        var x = embedded
        var contextVectors: Tensor?
        if let attentive {
            let output = attentive(
                x, from: initial[0], over: attentive.memory(source.annotations, context),
                sourceOffsets: sourceOffsets, steps: steps, context)
            if let record {
                let recorder = StepwiseAttentionRecorder(
                    heads: 1, steps, sourceOffsets: sourceOffsets, targetOffsets: target.offsets,
                    record)
                for (step, weights) in output.weights.enumerated() {
                    recorder.add(step, weights.array())
                }
                recorder.finish()
            }
            x = output.state.hidden  // [steps.rows, width]
            contextVectors = output.contextVectors  // [steps.rows, annotation width]
        }
        let upper = Array(initial.suffix(layers.count))
        x = runLayers(x, contextVectors, context) { index, x in
            layers[index](x, from: upper[index], steps: steps, context).hidden
        }  // [steps.rows, width]
        let result = readOut(
            x, contextVectors, embedded, context)  // [steps.rows, embedding width]
        return context.gatherRows(result, steps.timeRows)  // [target.rows, embedding width]
    }

    /// What the layers carry before the first position.
    func initialState(_ source: RecurrentEncoder.Output, _ context: Context) -> State {
        State(
            layers: source.summaries, memory: attentive?.memory(source.annotations, context))
    }

    /// What the layers carry from step to step.
    struct State {
        var layers: [RecurrentState]
        /// What the attention looks at.
        let memory: RecurrentAttention.Memory?
    }

    /// One position of every hypothesis.
    ///
    /// - Parameter segments: The source rows of every hypothesis's sentence.
    /// - Returns: What the output layer reads, `[ids.count, embedding width]`.
    func step(
        _ ids: [Int32], _ state: inout State, segments: AttentionSegments,
        record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let embedded = tokens(ids, dropout: 0, context)  // [ids.count, embedding width]
        var x = embedded
        var contextVectors: Tensor?
        if let attentive, let memory = state.memory {
            let output = attentive.step(
                x, from: state.layers[0], over: memory, segments: segments, context)
            record?.append(
                .init(
                    heads: 1, pairOffsets: segments.pairOffsets, weights: output.weights[0].array()
                ))
            state.layers[0] = output.state
            x = output.state.hidden  // [ids.count, width]
            contextVectors = output.contextVectors  // [ids.count, annotation width]
        }
        let lowest = state.layers.count - layers.count
        x = runLayers(x, contextVectors, context) { index, x in
            let next = layers[index].step(x, from: state.layers[lowest + index], context)
            state.layers[lowest + index] = next
            return next.hidden
        }  // [ids.count, width]
        return readOut(x, contextVectors, embedded, context)  // [ids.count, embedding width]
    }

    /// The layers above the attentive one, or all.
    private func runLayers(
        _ embedded: Tensor, _ contextVectors: Tensor?, _ context: Context,
        layer: (_ index: Int, _ x: Tensor) -> Tensor
    ) -> Tensor {
        var x = embedded
        for index in layers.indices {
            if attentive != nil || index > 0 { x = context.dropout(x, configuration.dropout) }
            if let contextVectors {
                x = context.concatenateColumns(
                    [x, contextVectors])  // [rows, width + annotation width]
            }
            x = layer(index, x)  // [rows, width]
        }
        return x
    }

    /// tanh(W [s; c; e] + b): of the state, the context vector, and the token before (Bahdanau et
    /// al. 2015, appendix A.2.2, with tanh instead of maxout, and the state after the cell instead
    /// of the one before it).
    private func readOut(
        _ state: Tensor, _ contextVectors: Tensor?, _ embedded: Tensor, _ context: Context
    ) -> Tensor {
        let parts = [state] + (contextVectors.map { [$0] } ?? []) + [embedded]
        let joined = context.dropout(
            context.concatenateColumns(parts), configuration.dropout)  // [rows, s + c + e]
        return readout(joined, activation: .tanh, dropout: 0, context)  // [rows, embedding width]
    }
}
