import ArgumentParser
import CalqueKit
import Foundation

/// `calque clean`.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Leave pairs out of parallel text that are hardly translations.",
        discussion: """
            Reads texts in one pass, tests every pair by rules, and writes those that stay, in \
            their order. Says in a line how many those are, and which rules took most; --report \
            and --json have counts by rule and text, with examples of what went out, short lines \
            apart, and of what is near a threshold. --rules lists the rules. Files are written when \
            all is read; until then earlier ones stay.
            """)

    @OptionGroup(title: "Text") var text: CleaningTextOptions
    @OptionGroup(title: "Rules") var rules: CleaningRuleOptions
    @OptionGroup(title: "Output") var output: CleaningOutputOptions
    @OptionGroup var workers: Workers

    func validate() throws {
        guard !rules.rules else { return }
        try text.check()
        try output.check(text)
    }

    func run() throws {
        if rules.rules { return try StandardOutput.write(CleaningRule.text(width: 80)) }
        var cleaning = CorpusCleaning(try text.corpora())
        cleaning.rules = try rules.cleaningRules()
        cleaning.sourceLanguage = text.sourceLanguage
        cleaning.targetLanguage = text.targetLanguage
        cleaning.seed = output.seed
        cleaning.workers = workers.count
        cleaning.refused = output.refused?.outputURL
        cleaning.page = output.report?.outputURL
        cleaning.json = output.json?.outputURL
        let report = try run(cleaning, to: output.place(text))
        // Standard output may have the pairs.
        StandardError.writeLine(report.summary)
    }

    private func run(
        _ cleaning: CorpusCleaning, to place: CleaningOutput
    ) throws -> CleaningReport {
        let signal = HeardNumber()
        let signals = HeardSignals { signal.hear($0) }
        defer { signals.stop() }
        let progress = LineProgress(
            "pairs", inputs: text.files, output: output.outputTsv)
        progress.show(0, fraction: 0)
        do {
            return try cleaning.clean(
                to: place, progress: { progress.show($0, fraction: $1) },
                isCancelled: { signal.number != nil })
        } catch is CancellationError {
            progress.say("Interrupted: no file was written.")
            throw ExitCode(128 + (signal.number ?? SIGINT))
        }
    }
}

/// The number of a signal that was heard.
final class HeardNumber: @unchecked Sendable {  // `heard` is used under the lock alone
    private let lock = NSLock()
    private var heard: Int32?

    var number: Int32? { lock.withLock { heard } }

    func hear(_ number: Int32) {
        // Whoever asks twice does not wait for what is read.
        if lock.withLock({ heard != nil }) { _exit(128 + number) }
        lock.withLock { heard = number }
    }
}

/// The texts that are cleaned.
struct CleaningTextOptions: ParsableArguments {
    @Option(
        help: .value(
            "file", "Source sentences; - is standard input. May be given again, with --target."))
    var source: [String] = []

    @Option(help: .value("file", "Their translations, line by line."))
    var target: [String] = []

    @Option(
        help: .value(
            "file",
            "Lines of source and target with a tab between them. May be given again, and beside files."
        ))
    var tsv: [String] = []

    @Option(help: .value("file", "A translation memory in TMX, of two languages, likewise."))
    var tmx: [String] = []

    @Option(help: .value("file", "A file in XLIFF, likewise."))
    var xliff: [String] = []

    @Option(help: .value("file", "A PO file of gettext, likewise."))
    var po: [String] = []

    @Option(
        help: .value(
            "code", "The source language's code, such as en, for rules and for names of files."))
    var sourceLanguage: String?

    @Option(help: .value("code", "The target language's code."))
    var targetLanguage: String?

    /// The texts: pairs of files first.
    ///
    /// - Parameter settings: What a model says, whose languages a memory's are where none are given.
    /// - Throws: `CalqueError` when nobody says which languages of a memory are meant.
    func corpora(_ settings: TokenizerSettings? = nil) throws -> [ParallelCorpus] {
        let (from, to) = (
            sourceLanguage ?? settings?.sourceLanguage, targetLanguage ?? settings?.targetLanguage
        )
        var corpora: [ParallelCorpus] = []
        for (source, target) in zip(source, target) {
            corpora.append(
                ParallelCorpus(
                    source: source.textFile, target: target.textFile, invalidText: .skip))
        }
        for path in tsv {
            corpora.append(ParallelCorpus(table: path.textFile, invalidText: .skip))
        }
        corpora += try ParallelCorpus.memories(tmx, from: from, to: to)
        for path in xliff {
            corpora.append(
                ParallelCorpus(xliff: path.textFile, sourceLanguage: from, targetLanguage: to))
        }
        for path in po {
            corpora.append(ParallelCorpus(portableObject: path.textFile, invalidText: .skip))
        }
        return corpora
    }

    /// The paths of all files.
    var files: [String] { [source, target, tsv, tmx, xliff, po].flatMap(\.self) }

    /// Throws a usage error where texts are missing or contradict each other.
    func check() throws {
        guard source.count == target.count else {
            throw ValidationError("Give a --target for every --source, and the other way round.")
        }
        guard !files.isEmpty else {
            throw ValidationError(
                "There is no text: give --source and --target, --tsv, --tmx, --xliff or --po.")
        }
        guard files.count(where: \.isStandardInput) <= 1 else {
            throw ValidationError("Standard input can be only one of the files.")
        }
    }
}

/// The rules, and their thresholds.
struct CleaningRuleOptions: ParsableArguments {
    @Option(
        help: .value(
            "rules.yaml", "Thresholds in YAML, below \"rules:\"; options take precedence over it."))
    var config: String?

    @Option(
        name: .customLong("set"), parsing: .upToNextOption,
        help: .value("rule=threshold", "Change thresholds, such as length-ratio=2.5."))
    var assignments: [String] = []

    @Option(parsing: .upToNextOption, help: .value("rule", "Rules that are not used."))
    var without: [String] = []

    @Flag(help: "Print all rules and what they mean.")
    var rules = false

    /// What was given, over what practice has.
    func cleaningRules() throws -> CleaningRules {
        var rules = CleaningRules()
        if let config { try rules.apply(contentsOf: config.fileURL) }
        for text in assignments {
            let assignment = try Assignment(parsing: text)
            try rules.set(assignment.key, to: assignment.value)
        }
        for name in without { try rules.set(name, to: "off") }
        return rules
    }
}

/// Where pairs and reports go.
struct CleaningOutputOptions: ParsableArguments {
    @Option(
        help: .value(
            "prefix",
            "Write two files with this beginning, and the languages, or source and target, as their ends."
        ))
    var output: String?

    @Option(
        help: .value(
            "file",
            "Instead: write lines of source and target with a tab between them; - is standard output."
        ))
    var outputTsv: String?

    @Option(
        help: .value(
            "file",
            "Write what goes out: rule, text, line, source and target, with tabs between them."))
    var refused: String?

    @Option(help: .value("file.html", "Write the report as a page."))
    var report: String?

    @Option(help: .value("file.json", "Write the report as JSON."))
    var json: String?

    @Option(help: .value("n", "Decides which pairs the report shows."))
    var seed: UInt64 = 1

    /// Throws a usage error where nothing is to be written, or to one place twice.
    func check(_ text: CleaningTextOptions) throws {
        guard (output == nil) != (outputTsv == nil) else {
            throw ValidationError("Give --output or --output-tsv.")
        }
        let places = [outputTsv, refused, report, json].compactMap(\.self)
        guard Set(places).count == places.count else {
            throw ValidationError("The files to write have to be different.")
        }
        if output != nil, let language = text.sourceLanguage, language == text.targetLanguage {
            throw ValidationError(
                "Both files would end in .\(language). Give --output-tsv, or other languages.")
        }
    }

    /// Where pairs go.
    func place(_ text: CleaningTextOptions) -> CleaningOutput {
        guard let output else { return .table((outputTsv ?? "-").outputURL) }
        return .files(
            source: "\(output).\(text.sourceLanguage ?? "source")".fileURL,
            target: "\(output).\(text.targetLanguage ?? "target")".fileURL)
    }
}

extension ParallelCorpus {
    /// Translation memories that are named on the command line.
    ///
    /// - Parameters:
    ///   - paths: The files.
    ///   - source: The source language, if anybody says it.
    ///   - target: The target language.
    /// - Throws: `CalqueError` when nobody says a language, and there is a memory.
    static func memories(
        _ paths: [String], from source: String?, to target: String?
    ) throws -> [ParallelCorpus] {
        guard let first = paths.first else { return [] }
        guard let source, let target else {
            throw CalqueError(
                "Nobody says which languages of \(first) are meant. Give --source-language and "
                    + "--target-language.", kind: .configuration)
        }
        return paths.map {
            ParallelCorpus(memory: $0.textFile, sourceLanguage: source, targetLanguage: target)
        }
    }
}
