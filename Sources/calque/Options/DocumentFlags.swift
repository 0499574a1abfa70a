import ArgumentParser
import CalqueKit

/// Which documents to translate, and how.
struct DocumentFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Translate this document, of which only the words change, and write --output; may be \
            given several times, and - is standard input. Formats: \
            \(DocumentFormat.all.map(\.name).joined(separator: " ")).
            """, valueName: "file"))
    var document: [String] = []

    @Argument(
        help: ArgumentHelp("More documents, as with --document.", valueName: "document"))
    var others: [String] = []

    @Option(
        help: ArgumentHelp(
            "The documents' format. (default: what their names end with says)", valueName: "name"))
    var format: String?

    @Option(
        help: ArgumentHelp(
            "The language of the documents, such as en. (default: the model's)", valueName: "code"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            """
            The language that they are translated into, such as pt-BR, for formats that say it. \
            (default: the model's)
            """, valueName: "code"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "Write what became of the documents, with places to look at, as JSON.",
            valueName: "file"))
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Write the segments with their translations as a translation memory in TMX.",
            valueName: "file"))
    var tmx: String?

    @Flag(
        help: """
            Translate nothing, and need no model: show what would be translated, with its places, and \
            check that the document comes back the same to the last byte.
            """)
    var dryRun = false

    /// All documents.
    var paths: [String] { document + others }

    /// Throws a usage error where options need a document, or contradict each other.
    func check() throws {
        let options = [
            ("format", format != nil), ("from", from != nil), ("to", to != nil),
            ("report", report != nil), ("tmx", tmx != nil), ("dry-run", dryRun),
        ]
        if let option = options.first(where: \.1), paths.isEmpty {
            throw ValidationError("--\(option.0) belongs to --document.")
        }
        guard !dryRun || report == nil && tmx == nil else {
            throw ValidationError("--dry-run translates nothing: leave --report and --tmx out.")
        }
    }
}
