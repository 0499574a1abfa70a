import ArgumentParser
import CalqueKit

/// The Transformer to be trained: a named size, and what differs from it.
struct ArchitectureFlags: ParsableArguments {
    /// Where norms stand.
    enum Norm: String, ExpressibleByArgument, CaseIterable {
        case post, pre
    }

    /// What the options leave open, for their defaults.
    private static let defaults = TransformerConfiguration(
        vocabularySize: 0, specialTokens: SpecialTokens(start: 0, end: 0, padding: 0))

    @Option(help: "Named size of the model; base and big are the paper's.")
    var size = TransformerSize.small

    @Option(
        help: ArgumentHelp("Width d of every row. (default: the size's)", valueName: "d"),
        transform: wholeNumber(from: 1))
    var width: Int?

    @Option(
        help: ArgumentHelp(
            "Inner width of the feed-forward networks. (default: the size's)", valueName: "d"),
        transform: wholeNumber(from: 1))
    var innerWidth: Int?

    @Option(
        help: ArgumentHelp(
            "Attention heads; they divide the width. (default: the size's)", valueName: "h"),
        transform: wholeNumber(from: 1))
    var heads: Int?

    @Option(
        help: ArgumentHelp("Layers of the encoder. (default: the size's)", valueName: "n"),
        transform: wholeNumber(from: 1))
    var encoderLayers: Int?

    @Option(
        help: ArgumentHelp("Layers of the decoder. (default: the size's)", valueName: "n"),
        transform: wholeNumber(from: 1))
    var decoderLayers: Int?

    @Option(help: "Non-linearity of the feed-forward networks.")
    var activation = defaults.activation

    @Option(help: "Layer norm behind the sublayers, as in the paper, or before them.")
    var norm = Norm.post

    @Option(help: "Positions computed, as in the paper, or learned.")
    var positions = defaults.positions

    @Option(
        help: ArgumentHelp(
            "The most tokens of a sentence, end token included.", valueName: "tokens"
        )
        .withDefault(defaults.maximumLength),
        transform: wholeNumber(from: 2))
    var maximumLength = defaults.maximumLength

    @Option(
        help: ArgumentHelp("Dropout of sublayer outputs and embeddings.", valueName: "p")
            .withDefault(defaults.dropout.asDouble),
        transform: share)
    var dropout = defaults.dropout.asDouble

    @Option(
        help: ArgumentHelp("Dropout of attention weights.", valueName: "p")
            .withDefault(0.0), transform: share)
    var attentionDropout = 0.0

    @Option(
        help: ArgumentHelp("Dropout inside the feed-forward networks.", valueName: "p")
            .withDefault(0.0),
        transform: share)
    var activationDropout = 0.0

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "An embedding each for source and target instead of one for both.")
    var separateEmbeddings = false

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help:
            "An output layer of its own instead of the target embedding; separates all embeddings.")
    var untiedOutput = false

    /// The configuration for a tokenizer.
    ///
    /// - Throws: `CalqueError` when the sizes do not fit each other.
    func configuration(_ tokenizer: TranslationTokenizer) throws -> TransformerConfiguration {
        var configuration = TransformerConfiguration(size, for: tokenizer)
        applySizes(to: &configuration)
        configuration.activation = activation
        configuration.normPlacement = norm == .pre ? .pre : .post
        configuration.positions = positions
        configuration.maximumLength = maximumLength
        configuration.dropout = Float(dropout)
        configuration.attentionDropout = Float(attentionDropout)
        configuration.activationDropout = Float(activationDropout)
        configuration.tiesOutput = !untiedOutput
        configuration.sharesEmbeddings =
            tokenizer.sharesVocabulary && !separateEmbeddings && !untiedOutput
        try configuration.validate()
        return configuration
    }

    private func applySizes(to configuration: inout TransformerConfiguration) {
        if let width { configuration.width = width }
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
    }
}
