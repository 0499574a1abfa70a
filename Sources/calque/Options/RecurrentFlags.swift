import ArgumentParser
import CalqueKit

/// What differs from a named size of a recurrent model. All are empty unless given.
struct RecurrentFlags: ParsableArguments {
    /// How the decoder attends.
    enum Attention: String, ExpressibleByArgument, CaseIterable {
        case none, additive, dot, general
    }

    /// In which order the source is read.
    enum Reading: String, ExpressibleByArgument, CaseIterable {
        case forward, reversed, both
    }

    @Option(
        help: ArgumentHelp(
            "Layers of encoder and decoder each. (default: 1)", valueName: "n"),
        transform: wholeNumber(from: 1))
    var layers: Int?

    @Option(
        help: ArgumentHelp("Width of the embeddings. (default: half the width)", valueName: "d"),
        transform: wholeNumber(from: 1))
    var embeddingWidth: Int?

    @Option(
        help: """
            In which order the encoder reads the source; with both, a second encoder reads it from \
            its end. (default: both with additive-attention, else reversed)
            """)
    var reading: Reading?

    @Option(
        help: """
            How the decoder scores the source's tokens: with a layer of its own (additive), or by \
            products, directly or through a matrix (dot, general). (default: additive with \
            additive-attention, else none)
            """)
    var attention: Attention?

    @Option(
        help: ArgumentHelp(
            "Inner width of additive attention. (default: the width)", valueName: "d"),
        transform: wholeNumber(from: 1))
    var attentionWidth: Int?

    func apply(to configuration: inout RecurrentConfiguration) {
        configuration.embeddingWidth = embeddingWidth ?? max(1, configuration.width / 2)
        configuration.attentionWidth = attentionWidth ?? configuration.width
        if let layers { configuration.layers = layers }
        if let reading {
            configuration.isBidirectional = reading == .both
            configuration.reversesSource = reading == .reversed
        }
        if let attention { configuration.attention = AttentionScore(rawValue: attention.rawValue) }
    }
}
