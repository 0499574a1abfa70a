import ArgumentParser
import CalqueKit

/// A test set whose files have source and reference both.
struct TestSetOptions: ParsableArguments {
    @Option(
        help: .value(
            "file",
            """
            Instead of --source and --reference: a translation memory in TMX. May be given again, \
            and beside --tsv; scores are then told by file, too.
            """))
    var tmx: [String] = []

    @Option(
        help: .value("file", "Likewise: lines of source and reference with a tab between them."))
    var tsv: [String] = []

    @Option(
        help: .value(
            "code", "The source language in TMX, such as en. (default: the model's)"))
    var sourceLanguage: String?

    @Option(
        help: .value("code", "The language of the reference in TMX. (default: the model's)"))
    var targetLanguage: String?

    /// Whether there is such a test set.
    var isGiven: Bool { !(tmx + tsv).isEmpty }

    /// Whether the languages of a memory are to be those of a model.
    var needsLanguages: Bool { !tmx.isEmpty && (sourceLanguage == nil || targetLanguage == nil) }

    /// Throws a usage error where a test set is missing, or is given twice.
    func check(source: String?, references: [String]) throws {
        guard isGiven else {
            guard references.isEmpty else { return }
            throw ValidationError("Give --reference, or a test set by --tmx or --tsv.")
        }
        guard source == nil, references.isEmpty else {
            throw ValidationError(
                "--tmx and --tsv have source and reference: leave --source and --reference out.")
        }
        guard (tmx + tsv).count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input can be only one of the files.")
        }
    }

    /// The texts, memories first.
    ///
    /// - Parameter settings: What is known of the first model, if its languages are asked for.
    /// - Throws: `CalqueError` when nobody says which languages of a memory are meant.
    func corpora(_ settings: TokenizerSettings?) throws -> [ParallelCorpus] {
        try ParallelCorpus.memories(
            tmx, from: sourceLanguage ?? settings?.sourceLanguage,
            to: targetLanguage ?? settings?.targetLanguage)
            + tsv.map { ParallelCorpus(table: $0.textFile) }
    }
}
