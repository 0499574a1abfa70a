import ArgumentParser
import CalqueKit
import Foundation

/// `calque score`.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell how probable models find given translations, and keep the best.",
        discussion: """
            Prints the log-probability of every pair, natural logarithm, end token included, as \
            soon as it is known; that of an empty line is the end token's alone. Nothing is \
            translated. A pair that the model cannot read, because it is too long, is not UTF-8 or \
            asks for a language that the model does not know, is named on standard error and has \
            the score nan (null in JSON); the exit status is then 1.

            With --reverse, a model of the other direction, the score is from 0 to 1: how well the \
            sides are translations of each other (dual conditional cross-entropy). A pair without \
            a score has nan.

            With --keep or --threshold, pairs with the best scores are written to --output or \
            --output-tsv, in their order, and the others left out; without --reverse by the one \
            model. Scores go to a file first: after an interruption the same command goes on, and \
            with another --keep nothing is scored again.
            """)

    @OptionGroup var model: ModelOptions

    @Option(
        help: .value(
            "folder",
            "A model from target to source. May be given again, as an ensemble."))
    var reverse: [String] = []

    @OptionGroup(title: "Text") var text: CleaningTextOptions
    @OptionGroup(title: "Filter") var filter: ScoreFilterOptions

    @Flag(
        help: """
            Print an object a line: {"score": …, "tokens": […]}, or {"score": …, "forward": …, \
            "reverse": …}; of a filter, the report.
            """)
    var json = false

    @Option(
        help: .value(
            "file.safetensors",
            """
            Write the tensors logits [tokens, vocabulary], of all target tokens one after the \
            other, and offsets [pairs + 1], where each pair begins.
            """))
    var logits: String?

    func validate() throws {
        try model.required()
        try text.check()
        try filter.check(text, json: json)
        guard logits == nil || (reverse.isEmpty && filter.choice == nil) else {
            throw ValidationError("--logits are those of one model: leave the filter out.")
        }
        guard filter.choice == nil, reverse.isEmpty else { return }
        guard text.source.count == 1, text.files.count == 2 else {
            throw ValidationError(
                "Give one --source and one --target, or a --reverse model, --keep or --threshold.")
        }
    }

    func run() throws {
        let translator = try model.load()
        let other = try reverseModel?.load()
        if let choice = filter.choice { return try keep(choice, translator, other) }
        if let other { return try printScores(by: translator, other) }
        try printProbabilities(by: translator)
    }

    /// The reverse model, run as the other is.
    private var reverseModel: ModelOptions? {
        guard !reverse.isEmpty else { return nil }
        var options = model
        options.model = reverse
        return options
    }

    private func printProbabilities(by translator: Translator) throws {
        // Logits are written in one piece, with nothing for a pair that has none. The text of pairs is
        // not kept.
        var kept: [EncodedPair] = []
        let scorer = translator.scorer
        let pairs = PairOptions(source: text.source[0], target: text.target[0])
        let problem = try pairs.forEach(translator, scorer.score) { result in
            if logits != nil {
                let pair = try? result.get().pair
                kept.append(EncodedPair(source: pair?.source ?? [], target: pair?.target ?? []))
            }
            let scored = ScoredPair(result, translator.tokenizer.target)
            let text = "\(scored.score?.fixed(4) ?? "nan")\n"
            try StandardOutput.write(json ? JSONText.line(scored) : text)
        }
        if let logits { try scorer.writeLogits(of: kept, to: logits.outputURL) }
        if let problem { throw problem }
    }

    private func printScores(by translator: Translator, _ other: Translator) throws {
        let scorer = try CorpusScorer(translator, reverse: other)
        let corpora = try text.corpora(translator.tokenizer.settings)
        let progress = LineProgress("pairs", inputs: text.files, output: "-")
        progress.show(0, fraction: 0)
        try CorpusScoring(corpora, by: scorer).forEach { scores, count, fraction in
            let lines = try scores.map { try json ? $0.json() : $0.text + "\n" }
            try StandardOutput.write(lines.joined())
            progress.show(count, fraction: fraction)
        }
    }

    private func keep(
        _ choice: CorpusFiltering.Choice, _ translator: Translator, _ other: Translator?
    ) throws {
        var filtering = CorpusFiltering(
            try text.corpora(translator.tokenizer.settings), keeping: choice,
            by: .init(translator, from: model.model.map(\.folderURL)),
            reverse: other.map { .init($0, from: reverse.map(\.folderURL)) })
        filtering.seed = filter.seed
        filtering.refused = filter.refused?.outputURL
        filtering.page = filter.report?.outputURL
        let settings = translator.tokenizer.settings
        let (report, speed) = try run(
            filtering,
            to: filter.place(
                source: text.sourceLanguage ?? settings.sourceLanguage,
                target: text.targetLanguage ?? settings.targetLanguage))
        if json { try StandardOutput.write(JSONText.line(report)) }
        // Standard output may have the pairs.
        StandardError.writeLine(report.summary)
        StandardError.writeLine(speed.text)
    }

    private func run(
        _ filtering: CorpusFiltering, to place: CleaningOutput
    ) throws -> (report: ScoreReport, speed: CorpusFiltering.Speed) {
        let signal = HeardNumber()
        let signals = HeardSignals { signal.hear($0) }
        defer { signals.stop() }
        let progress = LineProgress("pairs", inputs: text.files, output: nil)
        do {
            return try filtering.filter(
                to: place, scores: filter.scoresURL,
                progress: { progress.show($0, earlier: $1, fraction: $2) },
                isCancelled: { signal.number != nil })
        } catch is CancellationError {
            progress.say("Interrupted. The same command goes on where it was.")
            throw ExitCode(128 + (signal.number ?? SIGINT))
        }
    }
}
