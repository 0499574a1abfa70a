import ArgumentParser
import CalqueKit
import Foundation

/// The text of a comparison: files, or the embedded corpus.
struct ComparisonTextFlags: ParsableArguments {
    @OptionGroup var files: TextOptions

    @Option(help: .value("file", "Source sentences that the trained models translate."))
    var testSource: String?

    @Option(help: .value("file", "Their translations."))
    var testTarget: String?

    @Option(
        help: .value(
            "pair", "Without files: the languages of the embedded corpus, two of en, es and fr.",
            default: LanguagePair.englishToFrench),
        transform: LanguagePair.init(parsing:))
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
        guard recipe.text.hasTraining else {
            guard testSource == nil, try recipe.text.validation() == nil else {
                throw ValidationError(
                    "Test and validation files belong to text to train on, such as --source and --target."
                )
            }
            var text = try ComparisonText(languages ?? .englishToFrench, in: folder)
            text.apply(recipe)
            return text
        }
        guard let testSource, let testTarget else {
            throw ValidationError("Give --test-source and --test-target, too.")
        }
        guard languages == nil else {
            throw ValidationError("--languages belongs to the embedded corpus: leave it out.")
        }
        return try ComparisonText(
            recipe,
            test: ParallelCorpus(source: testSource.textFile, target: testTarget.textFile))
    }
}
