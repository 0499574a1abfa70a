import ArgumentParser
import CalqueKit

/// `calque inspect heads`.
struct InspectHeads: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heads",
        abstract: "Show what every head of a model does, over a text.",
        discussion: """
            The means over all words of the text: how spread a head's attention is, how far it looks, \
            how much falls on the word before, after or itself, on the first, the last and the end. JSON \
            has all measures of all attentions, and how alike heads are.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var files: PairOptions

    @Option(help: .value("n", "Read so many pairs.", default: 200), transform: wholeNumber(from: 1))
    var limit = 200

    @Option(help: .value("site", "Which attention: encoder, decoder, or encoder-decoder."))
    var site = AttentionSite.encoderDecoder

    @Option(help: .value("measure", "What to show of the heads."))
    var measure = HeadMeasure.entropy

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().url.lastPathComponent
        let heads = try await model.load().inspectHeads(over: try pairs())
        let figure = try heads.figure(of: measure, at: site, model: name)
        try output.write(heads, terminal: figure.terminal, svg: figure.svg)
    }

    private func pairs() throws -> [InspectedHeads.Pair] {
        let source = try LineReader(path: files.source)
        let target = try LineReader(path: files.target)
        var pairs: [InspectedHeads.Pair] = []
        while pairs.count < limit, let line = try source.next(), let translation = try target.next()
        {
            pairs.append(
                .init(source: try source.text(of: line), target: try target.text(of: translation)))
        }
        return pairs
    }
}
