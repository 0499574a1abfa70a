import ArgumentParser
import CalqueKit

/// What differs from a named size of a recurrent model. All are empty unless given.
struct RecurrentFlags: ArchitectureOptions {
    static let owner = "recurrent models"

    /// How the decoder attends.
    enum Attention: String, ExpressibleByArgument, CaseIterable {
        case none, additive, dot, general
    }

    @Option(
        help: ArgumentHelp(
            "Layers of encoder and decoder each. (default: 1)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 10))
    var layers: Int?

    @Option(
        help: ArgumentHelp("Width of the embeddings. (default: half the width)", valueName: "d"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var embeddingWidth: Int?

    @Option(
        help: """
            In which order the encoder reads the source; with both, a second encoder reads it from \
            its end. (default: both with additive-attention, else reversed)
            """)
    var reading: SourceReading?

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
        transform: wholeNumber(from: 1, to: 1 << 16))
    var attentionWidth: Int?

    /// - Throws: `CalqueError` when an option would do nothing.
    func apply(to configuration: inout RecurrentConfiguration) throws {
        if let embeddingWidth { configuration.embeddingWidth = embeddingWidth }
        if let attentionWidth { configuration.attentionWidth = attentionWidth }
        if let layers { configuration.layers = layers }
        if let reading { configuration.reading = reading }
        if let attention { configuration.attention = AttentionScore(rawValue: attention.rawValue) }
        guard attentionWidth == nil || configuration.attention == .additive else {
            throw CalqueError(
                "--attention-width is the inner width of additive attention. Leave it out, or give "
                    + "--attention additive.")
        }
    }
}
