import Basics
import Foundation
import Tensors
import Text
import Training

/// The own text of a run, cleaned if it is to be.
extension TrainingRunPreparation {
    /// A file of the run's folder that is not there yet.
    typealias NewFile = (name: String, contents: Data)

    /// The text to train on. What a run that goes on has found out about its lines is not found out again.
    ///
    /// - Returns: The text, and files that are to be kept.
    /// - Throws: `CancellationError`, and `CalqueError` when it cannot be read or cleaning leaves nothing.
    func trainingText() throws -> (text: ParallelCorpus, files: [NewFile]) {
        var text = try recipe.text.training()
        guard let rules = recipe.text.cleaning else { return (text, []) }
        let decision = Self.decision(recipe.text)
        let file = folder.appendingPathComponent(RunDirectory.keptLinesName)
        if isBegun, FileManager.default.fileExists(atPath: file.path) {
            let saved = try MappedFile(url: file)
            let data = withExtendedLifetime(saved) { Data(saved.bytes) }
            text.keptLines = try KeptLines(data, decidedBy: decision, name: file.path)
            return (text, [])
        }
        report(.preparing(.cleaning))
        var cleaning = CorpusCleaning([text])
        cleaning.rules = rules
        cleaning.sourceLanguage = recipe.text.sourceLanguage
        cleaning.targetLanguage = recipe.text.targetLanguage
        cleaning.workers = ownWorkers
        let (lines, said) = try cleaning.keptLines(
            progress: { _, fraction in
                if let fraction { report(.preparing(.cleaning, fraction: fraction)) }
            }, isCancelled: isCancelled)
        report(.cleaned(said))
        text.keptLines = lines
        return (
            text,
            [
                (RunDirectory.cleaningPageName, Data(CleaningPage(said).html.utf8)),
                (RunDirectory.cleaningReportName, Data(try said.json().utf8)),
                (RunDirectory.keptLinesName, lines.data(decidedBy: decision)),
            ]
        )
    }

    /// What decides which lines stay, beside the text.
    private static func decision(_ text: TrainingRecipe.TextSettings) -> String {
        let rules = text.cleaning.map { RecipeValues<CleaningRules>.rules.write($0) } ?? ""
        return [rules, text.sourceLanguage ?? "", text.targetLanguage ?? ""].joined(separator: "\n")
    }
}
