import ArgumentParser
import CalqueKit
import Foundation

/// The text of a comparison: files, or the embedded corpus.
struct ComparisonTextFlags: ParsableArguments {
    private static let embedded = (training: 40_000, validation: 500, test: 2000)

    @OptionGroup var corpus: CorpusFlags

    @Option(
        help: ArgumentHelp("Source sentences that the trained models translate.", valueName: "file")
    )
    var testSource: String?

    @Option(help: ArgumentHelp("Their translations.", valueName: "file"))
    var testTarget: String?

    @Option(
        help: ArgumentHelp(
            "Without files: the languages of the embedded corpus, of en, es and fr.",
            valueName: "pair"
        )
        .withDefault("en-fr"),
        transform: LanguagePair.parse)
    var languages: LanguagePair?

    @Option(
        help: ArgumentHelp("Pieces of the vocabulary that all share, at most.", valueName: "pieces")
            .withDefault(4000),
        transform: wholeNumber(from: 3))
    var vocabularySize = 4000

    private var hasFiles: Bool { corpus.source != nil || corpus.tsv != nil }

    func check() throws {
        guard (testSource != nil) == (testTarget != nil) else {
            throw ValidationError("Give both --test-source and --test-target.")
        }
        guard hasFiles == (testSource != nil) else {
            throw ValidationError(
                hasFiles
                    ? "Give --test-source and --test-target, too."
                    : "--test-source belongs to --source and --target.")
        }
        guard !hasFiles || languages == nil else {
            throw ValidationError("--languages belongs to the embedded corpus: leave it out.")
        }
    }

    /// The text; the embedded corpus is written into the folder.
    func text(in folder: URL) throws -> ComparisonText {
        let (training, validation, test) = try corpora(in: folder)
        return ComparisonText(
            training: training, validation: validation, test: test,
            filters: corpus.filters(maximumLength: .max),
            languages: (corpus.sourceLanguage, corpus.targetLanguage),
            vocabularySize: vocabularySize)
    }

    private func corpora(
        in folder: URL
    ) throws -> (training: ParallelCorpus, validation: ParallelCorpus?, test: ParallelCorpus) {
        if let testSource, let testTarget {
            let test = ParallelCorpus(source: testSource.fileURL, target: testTarget.fileURL)
            return (try corpus.training(), try corpus.validation(), test)
        }
        let pair = languages ?? .englishToFrench
        let sizes = Self.embedded
        let folder = folder.appendingPathComponent("corpus", isDirectory: true)
        let (source, target) = (pair.source.rawValue, pair.target.rawValue)
        try DemoCorpus.direction(
            from: pair.source, to: pair.target, training: sizes.training,
            validation: sizes.validation, test: sizes.test
        ).write(to: folder, sourceEnding: source, targetEnding: target)
        func text(_ name: String) -> ParallelCorpus {
            ParallelCorpus(
                source: folder.appendingPathComponent("\(name).\(source)"),
                target: folder.appendingPathComponent("\(name).\(target)"))
        }
        return (text("train"), text("validation"), text("test"))
    }
}

/// Two languages of the embedded corpus.
struct LanguagePair {
    static let englishToFrench = LanguagePair(source: .english, target: .french)

    let source: Language
    let target: Language

    /// Reads `en-fr`.
    @Sendable static func parse(_ text: String) throws -> LanguagePair {
        let languages = text.split(separator: "-", omittingEmptySubsequences: false).map {
            Language(rawValue: String($0))
        }
        guard languages.count == 2, let source = languages[0], let target = languages[1],
            source != target
        else { throw ValidationError("Give two of en, es and fr, such as en-fr.") }
        return LanguagePair(source: source, target: target)
    }
}
