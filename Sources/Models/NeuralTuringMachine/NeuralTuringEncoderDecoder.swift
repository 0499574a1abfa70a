public import Layers
public import Tensors
public import Text

/// A Neural Turing Machine (Graves, Wayne & Danihelka 2014) for language: one machine reads the
/// source and writes into the memory, and another goes on from where it stands, memory, heads and
/// controller, and writes the translation from what it reads there.
public struct NeuralTuringEncoderDecoder: SequenceToSequenceModel {
    /// The weights, with their names, and what else every model has.
    public var frame: ModelFrame<NeuralTuringTranslationConfiguration>
    private let encoder: NeuralTuringEncoder
    private let decoder: NeuralTuringDecoder

    /// A model without numbers: its weights get memory when they are initialised or loaded.
    public init(_ configuration: NeuralTuringTranslationConfiguration) {
        let parameters = ParameterStore()
        let builder = ParameterBuilder(parameters)
        let tables = EmbeddingTables(
            configuration.embeddings, width: configuration.embeddingWidth, builder)
        encoder = NeuralTuringEncoder(
            configuration, tokens: tables.source, builder["model"]["encoder"])
        decoder = NeuralTuringDecoder(
            configuration, tokens: tables.target, builder["model"]["decoder"])
        frame = ModelFrame(
            configuration, parameters,
            output: OutputProjection(weight: tables.output, bias: nil))
    }

    /// The source's embeddings.
    public func embed(_ source: PackedSentences, _ context: Context) -> Tensor {
        encoder.embed(source, context)
    }

    /// The output of the encoder's machine, and what the readout makes of the decoder's.
    public func activations(
        of batch: Batch, embeddedSource: Tensor, record: AttentionRecord?, _ context: Context
    ) -> ModelActivations {
        let source = encoder(batch.source, embedded: embeddedSource, context)
        record?.append(
            weighting: source.weightings, of: configuration.machine.memory, in: .encoder)
        let output = decoder(
            batch.target, source: source, sourceOffsets: batch.source.offsets, record: record,
            context)  // [target.rows, embedding width]
        return ModelActivations(annotations: source.annotations, output: output)
    }
}

/// Decoding, one step at a time.
extension NeuralTuringEncoderDecoder {
    /// Where the decoder's machine stands, for every hypothesis.
    public struct State: DecoderState {
        var machine: NeuralTuringState
        var sources: HypothesisSources
        var rows: HypothesisRows
        /// Where the encoder's heads were.
        let weightings: Tensor

        /// The number of hypotheses.
        public var hypotheses: Int { sources.count }

        /// Keeps hypotheses `kept`.
        public mutating func select(rows kept: [Int32]) {
            sources.select(kept)
            rows.select(kept)
        }
    }

    /// Runs the encoder.
    public func encode(_ source: PackedSentences, _ context: Context) -> State {
        let encoded = encoder(source, embedded: embed(source, context), context)
        return State(
            machine: encoded.state, sources: HypothesisSources(of: source),
            rows: HypothesisRows(count: source.count), weightings: encoded.weightings)
    }

    /// Runs the decoder for one position of every hypothesis.
    public func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let rows = rows(of: tokens, for: state.hypotheses, context)
        if let moves = state.rows.settle(filledTo: rows.count, from: state.machine.rows) {
            state.machine = state.machine.map {
                context.gatherRows($0, moves)  // [rows.count, …]
            }
        }
        let x = decoder.step(
            rows, &state.machine, sources: state.sources, weightings: state.weightings,
            record: record, context)  // [rows, embedding width]
        return output.logits(x, context)  // [rows, target vocabulary]
    }
}
