import ArgumentParser
import CalqueKit

/// The model to be trained: an architecture in a named size, and what differs from it.
struct ArchitectureFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            What the model is: the Transformer; an encoder-decoder of plain recurrent cells, GRUs or \
            LSTMs without attention; GRUs with additive attention; or Neural Turing Machines.
            """))
    var architecture = Architecture.transformer

    @Option(
        help: """
            Named size of the model; base and big are the Transformer paper's. (default: the largest \
            of tiny, small and base for which there are text and time enough; small of other \
            architectures)
            """)
    var size: ModelSize?

    @Option(
        help: ArgumentHelp("Width d of every row, or state. (default: the size's)", valueName: "d"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var width: Int?

    @Option(
        help: ArgumentHelp(
            "The most tokens of a sentence, end token included.", valueName: "tokens"
        )
        .withDefault(512),
        transform: wholeNumber(from: 2, to: 1 << 24))
    var maximumLength = 512

    @Option(
        help: ArgumentHelp(
            """
            Dropout of embeddings and of what goes from layer to layer. (default: 0.1 to 0.3, the \
            more the oftener the text is seen)
            """, valueName: "p"),
        transform: share)
    var dropout: Double?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "An embedding each for source and target instead of one for both.")
    var separateEmbeddings = false

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help:
            "An output layer of its own instead of the target embedding; separates all embeddings.")
    var untiedOutput = false

    @OptionGroup(title: "Transformer") var transformer: TransformerFlags
    @OptionGroup(title: "Recurrent models") var recurrent: RecurrentFlags
    @OptionGroup(title: "Neural Turing Machines") var machine: NeuralTuringMachineFlags

    /// The configuration for a tokenizer.
    ///
    /// - Parameters:
    ///   - size: Named size, unless one was given.
    ///   - dropout: Dropout, unless it was given.
    /// - Throws: `CalqueError` when the sizes do not fit each other, or an option is another
    ///   architecture's.
    func configuration(
        _ tokenizer: TranslationTokenizer, size: ModelSize, dropout: Double
    ) throws -> any ModelConfiguration {
        var embeddings = EmbeddingConfiguration(tokenizer)
        embeddings.tiesOutput = !untiedOutput
        embeddings.isShared = embeddings.isShared && !separateEmbeddings && !untiedOutput
        var configuration = architecture.configuration(self.size ?? size, embeddings)
        if let width { configuration.setWidth(width) }
        configuration = try transformer.applied(to: configuration, of: architecture)
        configuration = try recurrent.applied(to: configuration, of: architecture)
        configuration = try machine.applied(to: configuration, of: architecture)
        configuration.maximumLength = maximumLength
        configuration.dropout = Float(self.dropout ?? dropout)
        try configuration.validate()
        return configuration
    }
}
