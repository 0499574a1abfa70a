import ArgumentParser
import CalqueKit

/// `calque inspect positions`.
struct InspectPositions: AsyncParsableCommand {
    /// What of the positions is shown.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case map, waves, similarity
    }

    static let configuration = CommandConfiguration(
        commandName: "positions",
        abstract: "Show the positional encoding of a model, or the paper's.",
        discussion: """
            map: every number, position by dimension. waves: some dimensions over the positions. \
            similarity: how alike two positions are by their distance. Without a model: the formula of \
            section 3.5 of the paper, for a width of 64. JSON has the positions alone, and not those \
            beside them.
            """)

    @OptionGroup var model: ModelOptions

    @Option(
        help: .value(
            "stack", "Whose: the encoder's or the decoder's.",
            default: AttentionRecord.Stack.encoder.rawValue))
    var stack: AttentionRecord.Stack?

    @Option(help: .value("n", "So many positions."), transform: wholeNumber(from: 2))
    var count: Int?

    @Option(help: .value("part", "What to show."))
    var show = Part.map

    @Option(
        help: .value(
            "order",
            "The order of sines and cosines: halves, or interleaved, as the paper writes them.",
            default: SinusoidArrangement.halves.rawValue))
    var arrangement: SinusoidArrangement?

    @Flag(
        help: "Show the formula beside the model; without a model, the other order of the columns.")
    var beside = false

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws {
        guard stack == nil || !model.model.isEmpty else {
            throw ValidationError("--stack belongs to a model, and the formula has none.")
        }
    }

    func run() async throws {
        try output.check()
        let positions = try await positions()
        let others = beside ? [try other(than: positions)] : []
        let name = model.model.isEmpty ? "" : try model.requiredSingle().lastPathComponent
        switch show {
        case .map:
            let figure = positions.map(beside: others, model: name)
            try output.write(positions, terminal: figure.terminal, svg: figure.svg)
        case .waves: try write(positions, positions.waves(beside: others, model: name))
        case .similarity: try write(positions, positions.similarity(beside: others, model: name))
        }
    }

    private func positions() async throws -> InspectedPositions {
        if model.model.isEmpty {
            return try InspectedPositions(
                count: count ?? 128, width: 64, arrangement: arrangement ?? .halves)
        }
        try model.requiredSingle()
        let positions = try await model.load().inspectPositions(
            of: stack ?? .encoder, count: count)
        return try arrangement.map { try positions.arranged($0) } ?? positions
    }

    /// What is shown beside positions: the formula, or its other order.
    private func other(than positions: InspectedPositions) throws -> InspectedPositions {
        let own = positions.arrangement ?? .halves
        let other: SinusoidArrangement = own == .halves ? .interleaved : .halves
        return try InspectedPositions(
            count: positions.count, width: positions.width,
            arrangement: model.model.isEmpty ? other : own)
    }

    private func write(_ positions: InspectedPositions, _ figure: CurveChart) throws {
        try output.write(positions, terminal: figure.terminal, svg: figure.svg)
    }
}
