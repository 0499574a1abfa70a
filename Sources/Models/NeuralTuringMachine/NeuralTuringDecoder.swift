import Layers
import Tensors
import Text

/// Writes the translation from what it reads in the memory that the encoder has written.
struct NeuralTuringDecoder: Sendable {
    private let tokens: TokenEmbedding
    private let machine: NeuralTuringMachine
    private let readout: Linear
    private let dropout: Float
    private let padding: Int32

    init(
        _ configuration: NeuralTuringTranslationConfiguration, tokens: TokenEmbedding,
        _ builder: ParameterBuilder
    ) {
        self.tokens = tokens
        machine = NeuralTuringMachine(configuration.machine, builder)
        readout = Linear(
            machine.outputWidth + configuration.embeddingWidth, configuration.embeddingWidth,
            builder["readout"])
        dropout = configuration.dropout
        padding = configuration.embeddings.specialTokens.padding
    }

    /// All positions at once (teacher forcing).
    ///
    /// - Parameters:
    ///   - target: The target shifted right.
    ///   - source: The encoder's output for the same sentences.
    ///   - record: Gets what the read heads look at, and where all heads are.
    /// - Returns: What the output layer reads, `[target.rows, embedding width]`, in packed order.
    func callAsFunction(
        _ target: PackedSentences, source: NeuralTuringEncoder.Output, sourceOffsets: [Int],
        record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let steps = TimeSteps(target)
        let embedded = tokens(
            steps.inOrderOfTime(target.ids, filler: padding), dropout: dropout,
            context)  // [steps.rows, embedding width]
        let order = steps.sentenceRows
        let recorder = record.map {
            StepwiseAttentionRecorder(
                heads: machine.configuration.readHeads, steps, sourceOffsets: sourceOffsets,
                targetOffsets: target.offsets, $0)
        }
        var outputs: [NeuralTuringOutput] = []
        var weightings: [Tensor] = []
        let wantsWeightings = record?.contents.contains(.weightings) ?? false
        let initial = source.state.map {
            context.gatherRows($0, order)
        }  // [first step's rows, …]
        machine.run(embedded, steps: steps.ranges, from: initial, context) { step, state in
            outputs.append(state.output)
            if wantsWeightings { weightings.append(state.weighting) }
            recorder?.add(
                step,
                machine.attention(
                    of: state,
                    to: steps.activeSentences(at: step).map {
                        sourceOffsets[$0]..<sourceOffsets[$0 + 1]
                    }, source.weightings))
        }
        recorder?.finish()
        record?.append(
            weighting: context.gatherRows(context.concatenateRows(weightings), steps.timeRows),
            of: machine.configuration.memory, in: .decoder)
        let output = machine.output(of: outputs, context)  // [steps.rows, output width]
        let result = readOut(output, embedded, context)  // [steps.rows, embedding width]
        return context.gatherRows(result, steps.timeRows)  // [target.rows, embedding width]
    }

    /// One position of every hypothesis.
    ///
    /// - Parameter weightings: Where the encoder's heads were.
    /// - Returns: What the output layer reads, `[ids.count, embedding width]`.
    func step(
        _ ids: [Int32], _ state: inout NeuralTuringState, sources: HypothesisSources,
        weightings: Tensor, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let embedded = tokens(ids, dropout: 0, context)  // [ids.count, embedding width]
        state = NeuralTuringMachine.Steps(machine, context)(embedded, from: state)
        record?.append(
            AttentionRecord.Layer(
                heads: machine.configuration.readHeads,
                pairOffsets: sources.segments.pairOffsets,
                weights: machine.attention(of: state, to: sources.rows, weightings)))
        let output = machine.output(of: [state.output], context)  // [ids.count, output width]
        return readOut(output, embedded, context)  // [ids.count, embedding width]
    }

    /// tanh(W [h; r; e] + b): of the controller's output, what was read, and the token before.
    private func readOut(_ output: Tensor, _ embedded: Tensor, _ context: Context) -> Tensor {
        let joined = context.dropout(
            context.concatenateColumns([output, embedded]), dropout)  // [rows, h + r + e]
        return readout(joined, activation: .tanh, dropout: 0, context)  // [rows, embedding width]
    }
}

extension NeuralTuringMachine {
    /// Where the read heads are, by the source tokens that were written there: for source row
    /// s, Σ over the slots of the read weight times the mean of the weights with which s was
    /// written.
    ///
    /// What no token was written to counts for none, so that the weights of a row may add up to
    /// less than 1; and to more, where several tokens were written to one slot.
    ///
    /// - Parameters:
    ///   - sourceRows: The source rows of each of the first rows of the state.
    ///   - weightings: Where the encoder's heads were, `[source rows, heads · slots]`.
    /// - Returns: Row by row, read head by read head, a number for each of its source rows.
    fileprivate func attention(
        of state: NeuralTuringState, to sourceRows: [Range<Int>], _ weightings: Tensor
    ) -> [Float] {
        let writing = weightings.floats
        let memory = configuration.memory
        let reading = state.weighting.floats
        return sourceRows.enumerated().flatMap { row, sources in
            (memory.writeHeads..<memory.heads).flatMap { head in
                let read = row * memory.weightingCount + head * memory.slots
                return sources.map { source in
                    var sum: Float = 0
                    for place in 0..<memory.writeHeads * memory.slots {
                        sum +=
                            reading[read + place % memory.slots]
                            * writing[source * memory.weightingCount + place]
                    }
                    return sum / Float(memory.writeHeads)
                }
            }
        }
    }
}
