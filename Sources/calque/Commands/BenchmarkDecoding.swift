import ArgumentParser
import CalqueKit
import Foundation

/// `calque benchmark decoding`.
struct BenchmarkDecoding: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decoding",
        abstract: "Measure translation.",
        discussion: """
            Prints target tokens a second (of the best translation, end tokens not counted) over \
            the search alone, without the tokenizer. With --batch 1 sentences are translated one \
            after the other on one worker, and the median time of a sentence is printed, too. \
            The share of the arithmetic limit is the time that the products with weights alone \
            would take, at the rate of products measured in the same run, over the time taken.
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Source sentences, one a line; may be gzip.", valueName: "file"))
    var input: String

    @Option(
        help: ArgumentHelp("Translate only the first n sentences.", valueName: "n"),
        transform: wholeNumber(from: 1))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "Hypotheses kept for every sentence; 1 is greedy search.", valueName: "n"
        )
        .withDefault(4), transform: wholeNumber(from: 1))
    var beam = 4

    @Option(
        help: ArgumentHelp("Sentences in a batch.", valueName: "n").withDefault(64),
        transform: wholeNumber(from: 1))
    var batch = 64

    @Option(
        help: ArgumentHelp(
            "Make every translation this many tokens long; untrained models need that.",
            valueName: "tokens"), transform: wholeNumber(from: 1))
    var fixedLength: Int?

    @Option(
        help: ArgumentHelp(
            "Cut the text into sentences of this many tokens, end token included.",
            valueName: "tokens"), transform: wholeNumber(from: 2))
    var sourceLength: Int?

    @Option(
        help: ArgumentHelp(
            "How often everything is translated; the shortest time counts.", valueName: "n"
        )
        .withDefault(3), transform: wholeNumber(from: 1))
    var `repeat` = 3

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try model.required() }

    func run() throws {
        let start = ContinuousClock.now
        let translator = try model.load()
        let loadSeconds = start.duration(to: .now).seconds
        let sources = try readSources(translator.tokenizer)
        let run = try DecodingBenchmark(
            translator.model, on: translator.pool, sources, options, batch: batch
        ).run(times: `repeat`)
        let peakMemory = PeakMemory.bytes
        // One sentence at a time keeps one worker busy.
        let precision = translator.pool.precision
        let busy = batch == 1 ? WorkerPool(count: 1, precision: precision) : translator.pool
        let report = DecodingSpeed(
            type: precision.rawValue, workers: busy.count, beam: beam, batch: batch, run: run,
            loadSeconds: loadSeconds, productRate: try ProductRate.measure(on: busy, precision),
            peakMemory: peakMemory)
        try StandardOutput.write(json ? JSONText.line(report) : report.text)
    }

    private var options: SearchOptions {
        var options = SearchOptions()
        options.beamSize = beam
        options.stoppingRule = .beamFilled
        if let fixedLength {
            options.minimumLength = fixedLength
            options.maximumLengthRatio = 0
            options.maximumLengthOffset = fixedLength
        }
        return options
    }

    private func readSources(_ tokenizer: TranslationTokenizer) throws -> [[Int32]] {
        let reader = try LineReader(path: input, invalidText: .skip)
        var sources: [[Int32]] = []
        while let line = try reader.next() {
            let tokens = tokenizer.source.encode(try reader.text(of: line))
            if tokens.count > 1 { sources.append(tokens) }
        }
        if let sourceLength { sources = cut(sources, into: sourceLength) }
        guard !sources.isEmpty else {
            throw CalqueError(
                "\(input) has no sentence to translate, or too little text. Name another file.",
                kind: .input)
        }
        return Array(sources.prefix(limit ?? .max))
    }

    /// The text anew, in sentences of `length` tokens.
    private func cut(_ sources: [[Int32]], into length: Int) -> [[Int32]] {
        let tokens = sources.flatMap { $0.dropLast() }
        let end = sources.prefix(1).compactMap(\.last)
        return stride(from: 0, through: tokens.count - (length - 1), by: length - 1).map {
            tokens[$0..<$0 + length - 1] + end
        }
    }
}
