import ArgumentParser
import CalqueKit
import Foundation

/// The text of a comparison: files, or the embedded corpus.
struct ComparisonTextFlags: ParsableArguments {
    /// Pairs of the embedded corpus: in the test enough for scores by length.
    private static let embedded = (training: 40_000, validation: 500, test: 2000)

    @OptionGroup var files: TextOptions

    @Option(
        help: ArgumentHelp("Source sentences that the trained models translate.", valueName: "file")
    )
    var testSource: String?

    @Option(help: ArgumentHelp("Their translations.", valueName: "file"))
    var testTarget: String?

    @Option(
        help: ArgumentHelp(
            "Without files: the languages of the embedded corpus, two of en, es and fr.",
            valueName: "pair"
        )
        .withDefault("en-fr"),
        transform: LanguagePair.parse)
    var languages: LanguagePair?

    func validate() throws {
        guard (testSource != nil) == (testTarget != nil) else {
            throw ValidationError("Give both --test-source and --test-target.")
        }
    }

    /// The text; the embedded corpus is written into the folder, in which no other process works.
    ///
    /// - Parameter recipe: What names the files, and says which pairs to leave out.
    func text(_ recipe: TrainingRecipe, in folder: URL) throws -> ComparisonText {
        if recipe.text.hasTraining { return try text(recipe) }
        guard testSource == nil, try recipe.text.validation() == nil else {
            throw ValidationError(
                "Test and validation files belong to --source and --target, or --tsv.")
        }
        var text = try embeddedCorpus(in: folder)
        text.filters = recipe.text.filters
        text.languages.source = recipe.text.sourceLanguage ?? text.languages.source
        text.languages.target = recipe.text.targetLanguage ?? text.languages.target
        text.vocabularySize = recipe.tokenizer.vocabularySize ?? text.vocabularySize
        return text
    }

    private func text(_ recipe: TrainingRecipe) throws -> ComparisonText {
        guard let testSource, let testTarget else {
            throw ValidationError("Give --test-source and --test-target, too.")
        }
        guard languages == nil else {
            throw ValidationError("--languages belongs to the embedded corpus: leave it out.")
        }
        let test = ParallelCorpus(source: testSource.textFile, target: testTarget.textFile)
        guard let text = try ComparisonText(recipe, test: test) else {
            throw ValidationError("Give --source and --target, or --tsv.")
        }
        return text
    }

    private func embeddedCorpus(in folder: URL) throws -> ComparisonText {
        let pair = languages ?? .englishToFrench
        let (source, target) = (pair.source.rawValue, pair.target.rawValue)
        let folder = folder.appendingPathComponent("corpus", isDirectory: true)
        try DemoCorpus.clearLeftovers(in: folder)
        try DemoCorpus.direction(
            from: pair.source, to: pair.target, training: Self.embedded.training,
            validation: Self.embedded.validation, test: Self.embedded.test
        ).write(to: folder, sourceEnding: source, targetEnding: target)
        func text(_ name: String) -> ParallelCorpus {
            ParallelCorpus(
                source: folder.appendingPathComponent("\(name).\(source)"),
                target: folder.appendingPathComponent("\(name).\(target)"))
        }
        return ComparisonText(
            training: text("train"), validation: text("validation"), test: text("test"),
            languages: (source, target))
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
