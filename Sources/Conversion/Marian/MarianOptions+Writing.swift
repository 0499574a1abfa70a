import Layers
import Models
import Tensors

extension MarianOptions {
    /// What Marian saves of a model: options that decide what it computes, and others that it asks every
    /// model for.
    ///
    /// - Parameters:
    ///   - configuration: What the model is; one that Marian has options for.
    ///   - source: The number of source pieces.
    ///   - target: The number of target pieces.
    ///   - alignmentHead: The head that was guided, the first of its layer; nil if none was.
    static func text(
        of configuration: TransformerConfiguration, source: Int, target: Int,
        alignmentHead: AlignmentHead? = nil
    ) -> String {
        let embeddings = configuration.embeddings
        let isRecurrent = configuration.decoder == .ssru
        let isPreNorm = configuration.normPlacement == .pre
        let (encoderWidth, decoderWidth) = (
            configuration.encoderInnerWidth, configuration.decoderInnerWidth
        )
        // Older versions have no such option, and one width for both.
        let ownDecoderWidth =
            encoderWidth == decoderWidth ? "" : "\ntransformer-decoder-dim-ffn: \(decoderWidth)"
        return """
            bert-train-type-embeddings: true
            bert-type-vocab-size: 2
            dec-cell: \(isRecurrent ? "ssru" : "gru")
            dec-cell-base-depth: 2
            dec-cell-high-depth: 1
            dec-depth: \(configuration.decoderLayers)
            dim-emb: \(configuration.width)
            dim-rnn: 1024
            dim-vocabs:
              - \(source)
              - \(target)
            enc-cell: gru
            enc-cell-depth: 1
            enc-depth: \(configuration.encoderLayers)
            enc-type: bidirectional
            input-types: []
            layer-normalization: false
            lemma-dim-emb: 0
            output-omit-bias: false
            right-left: false
            skip: false
            tied-embeddings: \(embeddings.tiesOutput && !embeddings.isShared)
            tied-embeddings-all: \(embeddings.isShared)
            tied-embeddings-src: false
            transformer-aan-activation: swish
            transformer-aan-depth: 2
            transformer-aan-nogate: false
            transformer-decoder-autoreg: \(isRecurrent ? "rnn" : "self-attention")\(ownDecoderWidth)
            transformer-dim-aan: 2048
            transformer-dim-ffn: \(encoderWidth)
            transformer-ffn-activation: \(configuration.activation.rawValue)
            transformer-ffn-depth: 2
            transformer-guided-alignment-layer: \(layer(of: alignmentHead, in: configuration))
            transformer-heads: \(configuration.encoderHeads)
            transformer-no-projection: false
            transformer-pool: false
            transformer-postprocess: \(isPreNorm ? "da" : "dan")
            transformer-postprocess-emb: d
            transformer-postprocess-top: \(isPreNorm ? "n" : "\"\"")
            transformer-preprocess: \(isPreNorm ? "n" : "\"\"")
            transformer-tied-layers: []
            transformer-train-position-embeddings: false
            type: transformer
            ulr: false
            ulr-dim-emb: 0
            ulr-trainable-transformation: false
            version: v1.9.56

            """
    }

    /// What Marian has no options for, as halves of a sentence that name the setting and say what would
    /// be possible.
    static func problems(of model: Transformer) -> [String] {
        let configuration = model.configuration
        let activations: [Activation] = [.relu, .swish, .sigmoid]
        let table: [(isProblem: Bool, text: String)] = [
            (
                !configuration.study.isWhole,
                "parts are taken out (without: \(configuration.study)), and Marian has all of them"
            ),
            (
                !model.hasMarianPositions,
                "positions are \(configuration.positions.rawValue), and Marian's have wavelengths of "
                    + "their own (positions: marian, as in the sizes called students)"
            ),
            (
                !activations.contains(configuration.activation),
                "the activation is \(configuration.activation.rawValue), and Marian has "
                    + activations.map(\.rawValue).joined(separator: ", ")
            ),
            (
                model.generation.alignmentHead.map { $0.head != 0 } ?? false,
                "alignments guided another head than the first of its layer (alignment_heads), and "
                    + "Marian aligns by the first"
            ),
            (
                !configuration.scalesEmbedding,
                "embeddings are not multiplied by the root of the width (scale_embedding), and "
                    + "Marian's are"
            ),
            (
                configuration.encoderHeads != configuration.decoderHeads,
                "the encoder has \(configuration.encoderHeads) heads and the decoder "
                    + "\(configuration.decoderHeads), and Marian has one number for both"
            ),
            (
                !model.beginsWithNothing,
                "the decoder begins with the embedding of token "
                    + "\(configuration.embeddings.specialTokens.start) (decoder_start_token_id), and "
                    + "Marian's with zeros"
            ),
        ]
        return table.filter(\.isProblem).map(\.text)
    }

    /// Marian counts layers from 1, and calls the last one so.
    private static func layer(
        of head: AlignmentHead?, in configuration: TransformerConfiguration
    ) -> String {
        guard let head, head.layer < configuration.decoderLayers - 1 else { return "last" }
        return "\(head.layer + 1)"
    }
}

extension Transformer {
    /// Whether the vectors of positions are those that Marian computes.
    fileprivate var hasMarianPositions: Bool {
        if configuration.positions == .marian { return true }
        guard configuration.positions == .sinusoidal, configuration.storesPositions else {
            return false
        }
        return ["encoder", "decoder"].allSatisfy { side in
            guard let table = parameters["model.\(side).embed_positions.weight"] else {
                return false
            }
            let expected = PositionalEncoding.sinusoids(
                count: table.rows, width: table.columns, wavelengths: .marian)
            // bfloat16 rounds by up to 0.004.
            return zip(table.array(), expected).allSatisfy { abs($0 - $1) < 0.005 }
        }
    }

    /// Whether what the decoder reads before the first token is zeros.
    fileprivate var beginsWithNothing: Bool {
        guard let table = embeddingTable(of: .target)?.weight else { return false }
        let start = Int(configuration.embeddings.specialTokens.start)
        return table.array()[start * table.columns..<(start + 1) * table.columns]
            .allSatisfy { $0 == 0 }
    }
}
