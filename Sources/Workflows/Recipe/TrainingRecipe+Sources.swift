import Basics
import Foundation
public import Text

/// The files that a recipe names.
extension TrainingRecipe.TextSettings {
    /// Whether there is text to train on.
    public var hasTraining: Bool { source != nil || target != nil || table != nil }

    /// The text to train on.
    ///
    /// - Throws: `CalqueError` when none is given, or one file too many.
    public func training() throws -> ParallelCorpus {
        guard let corpus = try corpus(source, target, table, "") else {
            throw CalqueError(
                "There is no text to train on: give source and target, or tsv.",
                kind: .configuration)
        }
        return corpus
    }

    /// The text to validate with, if there is some.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    public func validation() throws -> ParallelCorpus? {
        try corpus(validationSource, validationTarget, validationTable, "validation-")
    }

    /// General text, if there is some in files.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    func generalTraining() throws -> ParallelCorpus? {
        try corpus(general.source, general.target, general.table, "general-")
    }

    /// General text to validate with, if there is some.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    func generalValidation() throws -> ParallelCorpus? {
        try corpus(
            general.validationSource, general.validationTarget, general.validationTable,
            "general-validation-")
    }

    private func corpus(
        _ source: String?, _ target: String?, _ table: String?, _ prefix: String
    ) throws -> ParallelCorpus? {
        let invalidText: LineReader.InvalidText = skipsInvalid ? .skip : .fail
        switch (source, target, table) {
        case (nil, nil, nil): return nil
        case (nil, nil, let table?):
            return ParallelCorpus(table: table.textFile, invalidText: invalidText)
        case (let source?, let target?, nil):
            return ParallelCorpus(
                source: source.textFile, target: target.textFile,
                invalidText: invalidText)
        default:
            throw CalqueError(
                "Give both \(prefix)source and \(prefix)target, or only \(prefix)tsv.",
                kind: .configuration)
        }
    }

    /// Throws when standard input is to be more than one text.
    func requireOneStandardInput() throws {
        let paths = [
            source, target, table, alignments, validationSource, validationTarget, validationTable,
            general.source, general.target, general.table, general.validationSource,
            general.validationTarget, general.validationTable,
        ]
        guard paths.count(where: { $0?.isStandardInput == true }) > 1 else { return }
        throw CalqueError(
            "Standard input holds one text only: name a file for the others.",
            kind: .configuration)
    }
}
