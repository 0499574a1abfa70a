import ArgumentParser
import CalqueKit

/// What differs from a named size of the Transformer. All are empty unless given.
struct TransformerFlags: ArchitectureOptions {
    static let owner = "the Transformer"

    /// Where norms stand.
    enum Norm: String, ExpressibleByArgument, CaseIterable {
        case post, pre
    }

    @Option(
        help: ArgumentHelp(
            "Inner width of the feed-forward networks. (default: the size's)", valueName: "d"),
        transform: wholeNumber(from: 1, to: 1 << 20))
    var innerWidth: Int?

    @Option(
        help: ArgumentHelp(
            "Attention heads; they divide the width. (default: the size's)", valueName: "h"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var heads: Int?

    @Option(
        help: ArgumentHelp("Layers of the encoder. (default: the size's)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 10))
    var encoderLayers: Int?

    @Option(
        help: ArgumentHelp("Layers of the decoder. (default: the size's)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 10))
    var decoderLayers: Int?

    @Option(help: "Non-linearity of the feed-forward networks. (default: relu)")
    var activation: Activation?

    @Option(
        help: "Layer norm behind the sublayers, as in the paper, or before them. (default: post)")
    var norm: Norm?

    @Option(help: "Positions computed, as in the paper, or learned. (default: sinusoidal)")
    var positions: PositionKind?

    @Option(
        help: ArgumentHelp("Dropout of attention weights. (default: 0)", valueName: "p"),
        transform: share)
    var attentionDropout: Double?

    @Option(
        help: ArgumentHelp(
            "Dropout inside the feed-forward networks. (default: 0)", valueName: "p"),
        transform: share)
    var activationDropout: Double?

    func apply(to configuration: inout TransformerConfiguration) {
        if let innerWidth {
            configuration.encoderInnerWidth = innerWidth
            configuration.decoderInnerWidth = innerWidth
        }
        if let heads {
            configuration.encoderHeads = heads
            configuration.decoderHeads = heads
        }
        if let encoderLayers { configuration.encoderLayers = encoderLayers }
        if let decoderLayers { configuration.decoderLayers = decoderLayers }
        if let activation { configuration.activation = activation }
        if let norm { configuration.normPlacement = norm == .pre ? .pre : .post }
        if let positions { configuration.positions = positions }
        if let attentionDropout { configuration.attentionDropout = Float(attentionDropout) }
        if let activationDropout { configuration.activationDropout = Float(activationDropout) }
    }
}
