import ArgumentParser
import CalqueKit
import Foundation

/// Which pairs `calque score` keeps, and where they go.
struct ScoreFilterOptions: ParsableArguments {
    @Option(
        help: .value("share", "Keep this share of all pairs, those with the best scores: 0.7."),
        transform: positiveProbability)
    var keep: Double?

    @Option(
        help: .value("score", "Instead: keep pairs with this score or a higher one."),
        transform: positiveProbability)
    var threshold: Double?

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
            "Where the scores are, for this and for later calls. (default: the output, with .scores at its end)"
        ))
    var scores: String?

    @Option(
        help: .value(
            "file",
            "Write what goes out: score, text, line, source and target, with tabs between them."))
    var refused: String?

    @Option(help: .value("file.html", "Write a report as a page."))
    var report: String?

    @Option(help: .value("n", "Decides which pairs the report shows."))
    var seed: UInt64 = 1

    /// Which pairs are kept; nil where scores are printed.
    var choice: CorpusFiltering.Choice? {
        keep.map { .share($0) } ?? threshold.map { .threshold($0) }
    }

    /// Throws a usage error where options contradict each other.
    func check(_ text: CleaningTextOptions, json: Bool) throws {
        guard keep == nil || threshold == nil else {
            throw ValidationError("Give --keep or --threshold, not both.")
        }
        let places = [output, outputTsv, scores, refused, report].compactMap(\.self)
        guard choice != nil else {
            guard places.isEmpty else {
                throw ValidationError("Say with --keep or --threshold which pairs are written.")
            }
            return
        }
        guard (output == nil) != (outputTsv == nil) else {
            throw ValidationError("Give --output or --output-tsv.")
        }
        guard Set(places).count == places.count else {
            throw ValidationError("The files to write have to be different.")
        }
        guard !text.files.contains("-") else {
            throw ValidationError("Pairs are read twice, so name files instead of standard input.")
        }
        guard outputTsv != "-" || (scores != nil && !json) else {
            throw ValidationError(
                "With --output-tsv -, name a file by --scores, and leave --json out.")
        }
    }

    /// The file of the scores.
    var scoresURL: URL { (scores ?? "\(output ?? outputTsv ?? "").scores").fileURL }

    /// Where pairs go.
    ///
    /// - Parameters:
    ///   - source: The source language; nil where nobody knows.
    ///   - target: The target language.
    func place(source: String?, target: String?) throws -> CleaningOutput {
        guard let output else { return .table((outputTsv ?? "-").outputURL) }
        guard source == nil || source != target else {
            throw ValidationError(
                "Both files would end in .\(source ?? ""). Give --output-tsv, or other languages.")
        }
        return .files(
            source: "\(output).\(source ?? "source")".fileURL,
            target: "\(output).\(target ?? "target")".fileURL)
    }
}
