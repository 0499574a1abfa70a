import Layers
import Tensors
import Text

/// Writes the translation, token by token, from the encoder's summary and, with attention, from its
/// annotations.
///
/// The lowest layer attends, and what it finds goes into every layer (Wu et al. 2016, section 3)
/// and into the readout.
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
        let foundWidth = configuration.foundWidth
        attentive = configuration.attention.map {
            AttentiveRecurrentLayer(
                cell: configuration.cell, inputWidth: embeddingWidth, annotationWidth: foundWidth,
                width: width, score: $0, attentionWidth: configuration.attentionWidth,
                builder["layers"][0])
        }
        let lowest = configuration.attention == nil ? 0 : 1
        layers = (lowest..<configuration.layers).map {
            RecurrentLayer(
                cell: configuration.cell,
                inputWidth: $0 == 0 ? embeddingWidth : width + foundWidth, width: width,
                builder["layers"][$0])
        }
        readout = Linear(width + foundWidth + embeddingWidth, embeddingWidth, builder["readout"])
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
            context)
        let initial = source.summaries.map { summary in
            summary.map { context.gatherRows($0, steps.sentenceRows) }
        }
        var x = embedded
        var found: Tensor?
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
            (x, found) = (output.state.hidden, output.found)
        }
        let upper = Array(initial.suffix(layers.count))
        x = runLayers(x, found, context) { index, x in
            layers[index](x, from: upper[index], steps: steps, context).hidden
        }
        let result = readOut(x, found, embedded, context)
        return context.gatherRows(result, steps.timeRows)
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
    func step(
        _ ids: [Int32], _ state: inout State, segments: AttentionSegments,
        record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let embedded = tokens(ids, dropout: 0, context)
        var x = embedded
        var found: Tensor?
        if let attentive, let memory = state.memory {
            let output = attentive.step(
                x, from: state.layers[0], over: memory, segments: segments, context)
            record?.append(
                .init(
                    heads: 1, pairOffsets: segments.pairOffsets, weights: output.weights[0].array()
                ))
            state.layers[0] = output.state
            (x, found) = (output.state.hidden, output.found)
        }
        let lowest = state.layers.count - layers.count
        x = runLayers(x, found, context) { index, x in
            let next = layers[index].step(x, from: state.layers[lowest + index], context)
            state.layers[lowest + index] = next
            return next.hidden
        }
        return readOut(x, found, embedded, context)
    }

    /// The layers above the attentive one, or all.
    private func runLayers(
        _ embedded: Tensor, _ found: Tensor?, _ context: Context,
        layer: (_ index: Int, _ x: Tensor) -> Tensor
    ) -> Tensor {
        var x = embedded
        for index in layers.indices {
            if attentive != nil || index > 0 { x = context.dropout(x, configuration.dropout) }
            if let found { x = context.concatenateColumns([x, found]) }
            x = layer(index, x)
        }
        return x
    }

    /// tanh(W [s; c; e] + b): of the state, what was found, and the token before (Bahdanau et al.
    /// 2015, appendix A.2.2, with tanh instead of maxout, and the state after the cell instead of the
    /// one before it).
    private func readOut(
        _ state: Tensor, _ found: Tensor?, _ embedded: Tensor, _ context: Context
    ) -> Tensor {
        let parts = [state] + (found.map { [$0] } ?? []) + [embedded]
        let joined = context.dropout(context.concatenateColumns(parts), configuration.dropout)
        return readout(joined, activation: .tanh, dropout: 0, context)
    }
}
