import ArgumentParser
import CalqueKit
import Foundation

/// `calque evaluate`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score translations of a test set with BLEU and chrF2.",
        discussion: """
            Translates the source with a model, or takes translations that exist, and prints \
            scores and signatures as sacreBLEU does.
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Search") var search: SearchFlags

    @Option(help: ArgumentHelp("Sentences for the model to translate.", valueName: "file"))
    var source: String?

    @Option(help: ArgumentHelp("Translations that exist, instead of a model.", valueName: "file"))
    var hypotheses: String?

    @Option(
        help: ArgumentHelp(
            "Reference translations, line by line; may be given several times.", valueName: "file"))
    var reference: [String]

    @Option(help: ArgumentHelp("Write the model's translations here.", valueName: "file"))
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
        let translations =
            try hypotheses.map { try lines($0, keepsByteOrderMark: true) }
            ?? translate(references)
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

    private func translate(_ references: [[String]]) throws -> [String] {
        let sources = try lines(source ?? "")
        // Before the work of translating, not after it.
        for (file, lines) in zip(reference, references) where lines.count != sources.count {
            throw CalqueError(
                """
                \(source ?? "") has \(sources.count) lines and \(file) \(lines.count). Give a reference for \
                every source line.
                """)
        }
        let loaded = try model.load()
        var translator = loaded.translator
        translator.lines = .sentences
        let results = try translator.translate(
            sources, search.options(loaded.tokenizer))
        warn(results)
        let translations = results.map(\.text)
        if let output {
            let text = translations.map { $0 + "\n" }.joined()
            try AtomicFile.write(Data(text.utf8), to: output.fileURL)
        }
        return translations
    }

    private func warn(_ results: [TranslationResult]) {
        let places = results.indices.filter { !results[$0].warnings.isEmpty }
        guard let first = places.first else { return }
        StandardError.writeLine(
            """
            \(places.count) of \(results.count) lines have a warning, the first being line \
            \(first + 1): \(results[first].warnings.joined(separator: " "))
            """)
    }

    private func lines(_ path: String, keepsByteOrderMark: Bool = false) throws -> [String] {
        let reader = try LineReader(path: path, keepsByteOrderMark: keepsByteOrderMark)
        var lines: [String] = []
        while let line = try reader.next() { lines.append(line.text ?? "") }
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
