import ArgumentParser
import CalqueKit
import Foundation

/// `calque evaluate`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score translations of a test set with BLEU and chrF2.",
        discussion: """
            Translates the source with a model, or takes existing translations, and prints \
            scores and signatures as sacreBLEU does.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Search") var search: SearchFlags

    @Option(help: ArgumentHelp("Sentences for the model to translate.", valueName: "file"))
    var source: String?

    @Option(help: ArgumentHelp("Existing translations, instead of a model.", valueName: "file"))
    var hypotheses: String?

    @Option(
        help: ArgumentHelp(
            "Reference translations, line by line; may be given several times.", valueName: "file"))
    var reference: [String]

    @Option(help: ArgumentHelp("Write the model's translations to this file.", valueName: "file"))
    var output: String?

    @Option(help: "How BLEU cuts lines into words.")
    var tokenize = BLEU.Tokenizer.thirteenA

    @Flag(help: "Compare lower-cased text.")
    var lowercase = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (!model.model.isEmpty && source != nil) != (hypotheses != nil) else {
            throw ValidationError("Give --model and --source to translate, or --hypotheses.")
        }
    }

    func run() throws {
        // Character by character, as sacreBLEU reads them.
        let references = try reference.map { try lines($0, keepsByteOrderMark: true) }
        let translations = try hypotheses.map { try read($0, references) } ?? translate(references)
        let bleu = try BLEU(tokenizer: tokenize, lowercase: lowercase)
            .corpusScore(hypotheses: translations, references: references)
        let chrF = try ChrF(lowercase: lowercase)
            .corpusScore(hypotheses: translations, references: references)
        let report = Report(
            bleu: .init(
                score: bleu.score, signature: bleu.signature, description: bleu.description),
            chrf: .init(score: chrF.score, signature: chrF.signature, description: chrF.description)
        )
        try StandardOutput.write(json ? JSONText.line(report) : report.text)
    }

    private func read(_ hypotheses: String, _ references: [[String]]) throws -> [String] {
        let hypothesisLines = try lines(hypotheses, keepsByteOrderMark: true)
        try require(references, for: hypothesisLines, of: hypotheses)
        return hypothesisLines
    }

    /// Throws unless there is a reference for every line.
    private func require(
        _ references: [[String]], for lines: [String], of path: String
    ) throws {
        for (file, others) in zip(reference, references) where others.count != lines.count {
            throw CalqueError(
                """
                \(path) has \(lines.count) lines and \(file) \(others.count). Give a line of every \
                reference for each of them, in the same order.
                """, kind: .input)
        }
    }

    private func translate(_ references: [[String]]) throws -> [String] {
        let source = source ?? ""
        let sources = try lines(source)
        // Before the work of translating, not after it.
        try require(references, for: sources, of: source)
        var translator = try model.load()
        translator.lines = .sentences
        let options = try search.options(for: translator)
        guard let output else { return try translate(sources, translator, options) { _ in } }
        return try LineOutput.write(to: output) {
            try translate(sources, translator, options, $0)
        }
    }

    /// - Parameter write: Takes every translation as soon as it is done.
    private func translate(
        _ sources: [String], _ translator: Translator, _ options: SearchOptions,
        _ write: (String) throws -> Void
    ) throws -> [String] {
        let progress = LineProgress("lines", inputs: [source], output: output)
        progress.show(0, fraction: 0)
        var rest = sources[...]
        var translations: [String] = []
        var warnings: [(line: Int, text: String)] = []
        try translator.translate(
            options, from: { rest.popFirst() },
            to: { result in
                translations.append(result.text)
                if !result.warnings.isEmpty {
                    let text = result.warnings.joined(separator: " ")
                    warnings.append((translations.count, text))
                }
                try write(result.text + "\n")
                progress.show(
                    translations.count,
                    fraction: Double(translations.count) / Double(sources.count))
            })
        if let first = warnings.first {
            StandardError.writeLine(
                """
                \(warnings.count) of \(sources.count) lines have a warning, the first being line \
                \(first.line): \(first.text)
                """)
        }
        return translations
    }

    private func lines(_ path: String, keepsByteOrderMark: Bool = false) throws -> [String] {
        let reader = try LineReader(
            path: path, invalidText: .skip, keepsByteOrderMark: keepsByteOrderMark)
        var lines: [String] = []
        while let line = try reader.next() { lines.append(try reader.text(of: line)) }
        return lines
    }
}

extension Evaluate {
    /// What is printed.
    private struct Report: Encodable {
        struct Metric: Encodable {
            let score: Double
            let signature: String
            let description: String
        }

        let bleu: Metric
        let chrf: Metric

        var text: String {
            [bleu, chrf].map { "\($0.description)\n  \($0.signature)\n" }.joined()
        }
    }
}
