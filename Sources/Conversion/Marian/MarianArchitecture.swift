package import Layers
import Models
package import Tensors
import Text

/// What a Transformer of Marian's is, of what can be computed here.
package struct MarianArchitecture: Equatable, Sendable {
    /// How a layer of the decoder knows the tokens before.
    package enum Autoregression: Equatable, Sendable {
        /// It attends to them.
        case selfAttention
        /// A simpler simple recurrent unit remembers them (Kim et al. 2019, section 3.1).
        case ssru
    }

    /// The width of every row.
    package var width: Int
    /// The layers of the encoder.
    package var encoderLayers: Int
    /// The layers of the decoder.
    package var decoderLayers: Int
    /// The heads of every attention.
    package var heads: Int
    /// The inner width of the encoder's feed-forward networks, which have two products each.
    package var encoderInnerWidth: Int
    /// The same of the decoder's.
    package var decoderInnerWidth: Int
    /// The non-linearity of the feed-forward networks.
    package var activation: Activation
    /// The factor inside that non-linearity.
    ///
    /// Marian's GELU is x σ(1.702 x) (Hendrycks & Gimpel 2016, section 2). With z = 1.702 x it is
    /// swish(z) / 1.702, so that the factor goes into the weights before it and out of those after
    /// it.
    package var activationFactor: Float
    /// Where norms stand.
    package var normPlacement: NormPlacement
    /// How the decoder knows the tokens before.
    package var autoregression: Autoregression
    /// Whether source and target have one table, which is then called `Wemb`.
    package var sharesEmbeddings: Bool
    /// Whether the output layer's weights are the target's table.
    package var tiesOutput: Bool
    /// The numbers of pieces of source and target; none where the options do not tell.
    package var vocabularySizes: [Int]
    /// The layer of the decoder, from 0, whose first head is taught alignments where guided
    /// alignment is trained (`transformer-guided-alignment-layer`).
    package var alignmentLayer: Int
}

extension TransformerConfiguration {
    /// The configuration of the converted model.
    ///
    /// - Parameters:
    ///   - architecture: What the model is.
    ///   - rows: The rows of the tables, the padding token's included.
    ///   - end: The token that ends sentences.
    init(_ architecture: MarianArchitecture, rows: Int, end: Int32) {
        let padding = Int32(rows - 1)
        self.init(
            vocabularySize: rows,
            specialTokens: SpecialTokens(start: padding, end: end, padding: padding))
        width = architecture.width
        encoderLayers = architecture.encoderLayers
        decoderLayers = architecture.decoderLayers
        encoderHeads = architecture.heads
        decoderHeads = architecture.heads
        encoderInnerWidth = architecture.encoderInnerWidth
        decoderInnerWidth = architecture.decoderInnerWidth
        activation = architecture.activation
        normPlacement = architecture.normPlacement
        switch architecture.autoregression {
        case .selfAttention: decoder = .selfAttention
        case .ssru: decoder = .ssru
        }
        embeddings.tiesOutput = architecture.tiesOutput
        embeddings.isShared = architecture.sharesEmbeddings && architecture.tiesOutput
        storesPositions = true
    }
}
