import Basics
import Tensors
import Text
package import Translation

/// What is translated to measure decoding, and how.
package struct DecodingSettings: Sendable {
    /// Hypotheses kept for every sentence; 1 is greedy search.
    package var beam = 4
    /// Sentences in a batch; 1 for one after the other; nil for as many as there are when people
    /// translate.
    package var batch: Int?
    /// How often everything is translated; the shortest time counts.
    package var repeats = 3
    /// The sentences that are translated; nil for all.
    package var limit: Int?
    /// Tokens of every translation, which untrained models need; nil for what the model says.
    package var fixedLength: Int?
    /// Tokens of every sentence, end token included; nil for the lines of the text.
    package var sourceLength: Int?
    /// Whether the model's shortlist is used, where it has one.
    package var usesShortlist = true
    /// Whether lines of text become lines of text, tokenizers included, and not tokens tokens.
    package var isOfText = false

    /// The defaults.
    package init() {}

    fileprivate var search: SearchOptions {
        var options = SearchOptions()
        options.beamSize = beam
        options.stoppingRule = .beamFilled
        options.usesShortlist = usesShortlist
        if let fixedLength {
            options.minimumLength = fixedLength
            options.maximumLengthRatio = 0
            options.maximumLengthOffset = fixedLength
        }
        return options
    }
}

extension DecodingSpeed {
    /// Measures.
    ///
    /// - Parameters:
    ///   - path: The file of source sentences, one a line.
    ///   - load: Loads the model, for its time, too.
    package static func measure(
        text path: String, _ settings: DecodingSettings, _ load: () throws -> Translator
    ) throws -> DecodingSpeed {
        let start = ContinuousClock.now
        let translator = try load()
        let loadSeconds = start.duration(to: .now).seconds
        let sources = try DecodingSources(path, settings, translator.tokenizer)
        let batch =
            settings.batch ?? BatchLimits().sentences(of: translator.model, settings.search)
        let run = try benchmark(translator, sources, settings, batch: batch)
            .run(times: settings.repeats)
        let peakMemory = PeakMemory.bytes
        // One sentence at a time keeps one worker busy where the others cannot help.
        let precision = translator.pool.precision
        let busy =
            batch == 1 && precision != .int8
            ? WorkerPool(count: 1, precision: precision) : translator.pool
        return DecodingSpeed(
            type: precision.rawValue, workers: busy.count, settings, batch: batch, run: run,
            sourceWords: sources.wordCount, loadSeconds: loadSeconds,
            productRate: try ProductRate.measure(on: busy, precision), peakMemory: peakMemory)
    }

    private static func benchmark(
        _ translator: Translator, _ sources: DecodingSources, _ settings: DecodingSettings,
        batch: Int
    ) -> DecodingBenchmark {
        guard settings.isOfText else {
            return DecodingBenchmark(
                translator.model, on: translator.pool, sources.tokens, settings.search,
                batch: batch)
        }
        return DecodingBenchmark(
            translator, sources.lines, settings.search, batch: batch)
    }
}

/// The sentences that are translated.
private struct DecodingSources {
    /// Those of a text; none where tokens are cut anew.
    let lines: [String]
    let tokens: [[Int32]]

    init(
        _ path: String, _ settings: DecodingSettings, _ tokenizer: TranslationTokenizer
    ) throws {
        let all = try TextLines(path: path).lines
            .map { (line: $0, tokens: tokenizer.source.encode($0)) }
            .filter { $0.tokens.count > 1 }
        let limit = settings.limit ?? .max
        if let length = settings.sourceLength {
            lines = []
            tokens = Array(Self.cut(all.map(\.tokens), into: length).prefix(limit))
        } else {
            lines = all.prefix(limit).map(\.line)
            tokens = all.prefix(limit).map(\.tokens)
        }
        guard !tokens.isEmpty else {
            throw CalqueError(
                "\(path) has no sentence to translate, or too little text. Name another file.",
                kind: .input)
        }
    }

    /// What spaces divide in the lines; nil where there are none.
    var wordCount: Int? {
        lines.isEmpty
            ? nil : lines.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }
    }

    /// The text anew, in sentences of `length` tokens.
    private static func cut(_ sources: [[Int32]], into length: Int) -> [[Int32]] {
        let tokens = sources.flatMap { $0.dropLast() }
        let end = sources.prefix(1).compactMap(\.last)
        return stride(from: 0, through: tokens.count - (length - 1), by: length - 1).map {
            tokens[$0..<$0 + length - 1] + end
        }
    }
}
