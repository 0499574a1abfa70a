import ArgumentParser
import CalqueKit

/// `calque inspect layers`.
struct InspectLayers: AsyncParsableCommand {
    /// What of the layers is shown.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case predictions, ranks, encoder, decoder
    }

    static let configuration = CommandConfiguration(
        commandName: "layers",
        abstract: "Show what every layer of a Transformer would say, and what it adds.",
        discussion: """
            predictions: the most probable token after every decoder layer, were it the last. ranks: \
            the place of what the last layer says among them. encoder and decoder: how large that is \
            what every sublayer adds to the residual stream. JSON has all of it.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var pair: InspectedPairOptions

    @Option(help: .value("part", "What to show."))
    var show = Part.predictions

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws { try model.requiredSingle() }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let layers = try await model.load().inspectLayers(of: pair.text, to: pair.target)
        switch show {
        case .predictions: try write(layers, layers.predictionFigure(model: name))
        case .ranks: try write(layers, layers.rankFigure(model: name))
        case .encoder: try write(layers, layers.residualFigure(of: .encoder, model: name))
        case .decoder: try write(layers, layers.residualFigure(of: .decoder, model: name))
        }
    }

    private func write(_ layers: InspectedLayers, _ figure: TextGrid) throws {
        try output.write(layers, terminal: figure.terminal, svg: figure.svg)
    }

    private func write(_ layers: InspectedLayers, _ figure: BarPanels) throws {
        try output.write(layers, terminal: figure.terminal, svg: figure.svg)
    }
}
