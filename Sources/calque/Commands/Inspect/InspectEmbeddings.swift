import ArgumentParser
import CalqueKit

/// `calque inspect embeddings`.
struct InspectEmbeddings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embeddings",
        abstract: "Show which words a model takes for alike.",
        discussion: """
            With --neighbors WORD: the pieces whose vectors point the most nearly where the word's does. \
            Otherwise: pieces, or the words given, by the two directions in which the vectors differ most.
            """)

    @OptionGroup var model: ModelOptions

    @Argument(help: .value("words", "Only these words. (default: all pieces)"))
    var words: [String] = []

    @Option(help: .value("word", "List the neighbours of this word."))
    var neighbors: String?

    @Option(help: .value("n", "So many neighbours.", default: 10), transform: wholeNumber(from: 1))
    var count: Int?

    @Option(help: .value("table", "Which table: source, target or output."))
    var table = EmbeddingUse.source

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws {
        try model.requiredSingle()
        guard neighbors == nil || words.isEmpty else {
            throw ValidationError("Give words, or --neighbors with a word.")
        }
        guard count == nil || neighbors != nil else {
            throw ValidationError("--count belongs to --neighbors.")
        }
    }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let translator = try model.load()
        if let neighbors {
            let found = try await translator.inspectNeighbors(
                of: neighbors, in: table, count: count ?? 10)
            let figure = found.figure(model: name)
            return try output.write(found, terminal: figure.terminal, svg: figure.svg)
        }
        let embeddings = try await translator.inspectEmbeddings(
            of: table, words: words.isEmpty ? nil : words)
        let figure = try embeddings.figure(model: name)
        try output.write(embeddings, terminal: figure.terminal, svg: figure.svg)
    }
}
