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

    @Option(help: .value("file", "Sentences for the model to translate."))
    var source: String?

    @Option(help: .value("file", "Existing translations, instead of a model."))
    var hypotheses: String?

    @Option(
        help: .value("file", "Reference translations, line by line; may be given several times."))
    var reference: [String]

    @Option(help: .value("file", "Write the model's translations to this file."))
    var output: String?

    @Option(help: "How BLEU cuts lines into words.")
    var tokenize = BLEU.Tokenizer.thirteenA

    @Flag(help: "Compare lower-cased text.")
    var lowercase = false

    @OptionGroup var format: ReportFormat

    func validate() throws {
        guard (!model.model.isEmpty && source != nil) != (hypotheses != nil) else {
            throw ValidationError("Give --model and --source to translate, or --hypotheses.")
        }
    }

    func run() throws {
        // Character by character, as sacreBLEU reads what it compares.
        let references = try reference.map { try TextLines(path: $0, keepsByteOrderMark: true) }
        let text = try TextLines(
            path: hypotheses ?? source ?? "", keepsByteOrderMark: hypotheses != nil)
        // Before the work of translating, not after it.
        try Evaluation.require(references, for: text)
        let translations = try hypotheses == nil ? translate(text.lines) : text.lines
        let evaluation = try Evaluation(
            of: translations, references.map(\.lines), tokenizer: tokenize, lowercase: lowercase)
        try format.print(evaluation, evaluation.text)
    }

    private func translate(_ sources: [String]) throws -> [String] {
        let translator = try model.load()
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
        let translation = try TestTranslation(of: sources, by: translator, options) {
            try write($0.text + "\n")
            progress.show($1, fraction: Double($1) / Double(sources.count))
        }
        if let remark = translation.remark { progress.say(remark) }
        return translation.lines
    }
}
