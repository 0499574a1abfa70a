import ArgumentParser
import CalqueKit

/// `calque inspect heads`.
struct InspectHeads: AsyncParsableCommand {
    /// How the importance of heads is measured.
    enum Importance: String, ExpressibleByArgument, CaseIterable {
        case gradient
        case switchingOff = "switching-off"
        case both
    }

    static let configuration = CommandConfiguration(
        commandName: "heads",
        abstract: "Show what every head of a model does, over a text, and what depends on it.",
        discussion: """
            The means over all words of the text: how spread a head's attention is, how far it looks, \
            how much falls on the word before, after or itself, on the first, the last and the end. JSON \
            has all measures of all attentions, and how alike heads are.

            --measure gradient, loss or bleu shows what depends on a head: by the gradient of a gate on \
            it, or with the head switched off, for which all pairs are scored and translated once for \
            each head. BLEU's differences come with 95 % intervals.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var files: PairOptions

    @Option(help: .value("n", "Read so many pairs.", default: 200), transform: wholeNumber(from: 1))
    var limit = 200

    @Option(
        help: .value(
            "file", "The right alignments, line by line, such as 0-0 1-2, for alignment-error."))
    var alignments: String?

    @Option(help: .value("site", "Which attention: encoder, decoder, or encoder-decoder."))
    var site = AttentionSite.encoderDecoder

    @Option(
        help: .value("measure", "What to show of the heads.", default: HeadMeasure.entropy.rawValue)
    )
    var measure: HeadMeasure?

    @Option(
        help: .value(
            "what", "Show instead how alike the heads of a layer are, by their weights or outputs.")
    )
    var similarity: HeadSimilarity?

    @Option(
        help: .value(
            "how",
            "Measure for JSON, too, what depends on heads. (default: what --measure shows, if any)")
    )
    var importance: Importance?

    @OptionGroup(title: "Output") var output: FigureOptions

    func validate() throws {
        try model.requiredSingle()
        guard measure == nil || similarity == nil else {
            throw ValidationError("Give --measure or --similarity, not both.")
        }
        guard measure != .alignmentError || (alignments != nil && site == .encoderDecoder) else {
            throw ValidationError(
                "The alignment error is of encoder-decoder attention: give --alignments, and leave "
                    + "--site out.")
        }
        guard importance == nil || output.json else {
            throw ValidationError(
                "--importance is told as JSON: give --json, or --measure gradient, loss or bleu.")
        }
        guard alignments == nil || output.json || measure == .alignmentError else {
            throw ValidationError(
                "--alignments belongs to --json, or to --measure alignment-error.")
        }
    }

    func run() async throws {
        try output.check()
        let name = try model.requiredSingle().lastPathComponent
        let pairs = try pairs()
        let translator = try model.load()
        let heads = try await StageProgress.during { progress in
            try await translator.inspectHeads(over: pairs, importance: wanted) {
                progress.show($0.stage.unit, $0.done, of: $0.count)
            }
        }
        try write(heads, of: name)
    }

    private func write(_ heads: InspectedHeads, of name: String) throws {
        if let similarity { return try write(similarity, of: heads, name) }
        if measure == .bleu {
            let chart = try heads.importance(at: site, model: name)
            return try output.write(heads, terminal: chart.terminal, svg: chart.svg)
        }
        let figure = try heads.figure(of: measure ?? .entropy, at: site, model: name)
        try output.write(heads, terminal: figure.terminal, svg: figure.svg)
    }

    private func write(
        _ similarity: HeadSimilarity, of heads: InspectedHeads, _ name: String
    ) throws {
        let maps = try heads.layers(at: site).map {
            try heads.figure(of: similarity, at: site, layer: $0.layer, model: name)
        }
        try output.write(
            heads,
            terminal: { width, colors in
                maps.map { $0.terminal(width: width, colors: colors) }.joined(separator: "\n")
            }, svg: try heads.overview(of: similarity, at: site, model: name).svg)
    }

    /// What is asked for, and what the picture needs.
    private var wanted: HeadImportance? {
        var wanted = HeadImportance(random: RandomSource(seed: 1))
        wanted.byGradient =
            measure == .gradient || importance == .gradient || importance == .both
        wanted.bySwitchingOff =
            measure == .loss || measure == .bleu || importance == .switchingOff
            || importance == .both
        return wanted.byGradient || wanted.bySwitchingOff ? wanted : nil
    }

    private func pairs() throws -> [InspectedHeads.Pair] {
        let texts = try files.texts(atMost: limit)
        guard let alignments else {
            return texts.map { .init(source: $0.source, target: $0.target) }
        }
        let file = try AlignmentFile(path: alignments, ofPairsIn: files.source)
        let pairs = try texts.map {
            InspectedHeads.Pair(source: $0.source, target: $0.target, alignment: try file.next())
        }
        // Where the limit ends the text, the file may go on as the text does.
        if pairs.count < limit { try file.requireEnd() }
        return pairs
    }
}

extension HeadProgress.Stage {
    /// What is counted.
    fileprivate var unit: String {
        switch self {
        case .reading: "pairs read"
        case .gradients: "gradients of pairs"
        case .switchingOff: "heads switched off"
        }
    }
}
