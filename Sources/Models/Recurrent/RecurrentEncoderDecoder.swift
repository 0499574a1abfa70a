public import Layers
public import Tensors
public import Text

/// The recurrent encoder-decoder: Sutskever et al. 2014 without attention, Bahdanau et al. 2015 with
/// it.
public struct RecurrentEncoderDecoder: SequenceToSequenceModel {
    /// The weights, with their names, and what else every model has.
    public var frame: ModelFrame<RecurrentConfiguration>
    private let encoder: RecurrentEncoder
    private let decoder: RecurrentDecoder

    /// A model without numbers: its weights get memory when they are initialised or loaded.
    public init(_ configuration: RecurrentConfiguration) {
        let parameters = ParameterStore()
        let builder = ParameterBuilder(parameters)
        let tables = EmbeddingTables(
            configuration.embeddings, width: configuration.embeddingWidth, builder)
        encoder = RecurrentEncoder(
            configuration, tokens: tables.source, builder["model"]["encoder"])
        decoder = RecurrentDecoder(
            configuration, tokens: tables.target, builder["model"]["decoder"])
        frame = ModelFrame(
            configuration, parameters,
            output: OutputProjection(weight: tables.output, bias: nil))
    }

    /// Whether the decoder attends to the source.
    public var hasAttention: Bool { configuration.attention != nil }

    /// The source's embeddings.
    public func embed(_ source: PackedSentences, _ context: Context) -> Tensor {
        encoder.embed(source, context)
    }

    /// The encoder's annotations, and what the decoder's readout makes of its states.
    public func activations(
        of batch: Batch, embeddedSource: Tensor, record: AttentionRecord?, _ context: Context
    ) -> ModelActivations {
        let source = encoder(batch.source, embedded: embeddedSource, context)
        let output = decoder(
            batch.target, source: source, sourceOffsets: batch.source.offsets, record: record,
            context)  // [target.rows, embedding width]
        return ModelActivations(annotations: source.annotations, output: output)
    }
}

/// Decoding, one step at a time.
extension RecurrentEncoderDecoder {
    /// The states of the decoder's layers.
    public struct State: DecoderState {
        var decoder: RecurrentDecoder.State
        var sources: HypothesisSources
        var rows: HypothesisRows

        /// The number of hypotheses.
        public var hypotheses: Int { sources.count }

        /// Keeps hypotheses `kept`.
        public mutating func select(rows kept: [Int32]) {
            sources.select(kept)
            rows.select(kept)
        }

        /// Moves the layers' states to their hypotheses, and fills up with zeros to `count` rows.
        mutating func moveStates(filledTo count: Int, _ context: Context) {
            let present = decoder.layers.first?.hidden.rows ?? 0
            guard let moves = rows.settle(filledTo: count, from: present) else { return }
            decoder.layers = decoder.layers.map { state in
                state.map { context.gatherRows($0, moves) }  // [count, width]
            }
        }
    }

    /// Runs the encoder.
    public func encode(_ source: PackedSentences, _ context: Context) -> State {
        State(
            decoder: decoder.initialState(
                encoder(source, embedded: embed(source, context), context), context),
            sources: HypothesisSources(of: source), rows: HypothesisRows(count: source.count))
    }

    /// Runs the decoder for one position of every hypothesis.
    public func step(
        _ tokens: [Int32], _ state: inout State, record: AttentionRecord?, _ context: Context
    ) -> Tensor {
        let rows = rows(of: tokens, for: state.hypotheses, context)
        state.moveStates(filledTo: rows.count, context)
        let x = decoder.step(
            rows, &state.decoder, segments: state.sources.segments, record: record,
            context)  // [rows, embedding width]
        return output.logits(x, context)  // [rows, target vocabulary]
    }
}
