import Basics
import Foundation
public import Text

/// The files that a recipe names.
extension TrainingRecipe.TextSettings {
    /// Whether there is text to train on.
    public var hasTraining: Bool {
        source != nil || target != nil || table != nil || memory != nil
    }

    /// Whether some of the text is in translation memories, of which languages choose a part.
    var hasMemory: Bool {
        [memory, validationMemory, general.memory, general.validationMemory].contains { $0 != nil }
    }

    /// The text to train on.
    ///
    /// - Throws: `CalqueError` when none is given, or one file too many.
    public func training() throws -> ParallelCorpus {
        guard let corpus = try corpus(source, target, table, memory, "") else {
            throw CalqueError(
                "There is no text to train on: give source and target, tsv or tmx.",
                kind: .configuration)
        }
        return corpus
    }

    /// The text to validate with, if there is some.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    public func validation() throws -> ParallelCorpus? {
        try corpus(
            validationSource, validationTarget, validationTable, validationMemory, "validation-")
    }

    /// Whether there is something to validate with.
    ///
    /// - Throws: As ``validation()``.
    var validates: Bool { get throws { try validation() != nil || validationPairs > 0 } }

    /// General text, if there is some in files.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    package func generalTraining() throws -> ParallelCorpus? {
        try corpus(general.source, general.target, general.table, general.memory, "general-")
    }

    /// General text to validate with, if there is some.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    func generalValidation() throws -> ParallelCorpus? {
        try corpus(
            general.validationSource, general.validationTarget, general.validationTable,
            general.validationMemory, "general-validation-")
    }

    private func corpus(
        _ source: String?, _ target: String?, _ table: String?, _ memory: String?, _ prefix: String
    ) throws -> ParallelCorpus? {
        let invalidText: LineReader.InvalidText = skipsInvalid ? .skip : .fail
        switch (source, target, table, memory) {
        case (nil, nil, nil, nil): return nil
        case (nil, nil, nil, let memory?): return try corpus(memory: memory, "\(prefix)tmx")
        case (nil, nil, let table?, nil):
            return ParallelCorpus(table: table.textFile, invalidText: invalidText)
        case (let source?, let target?, nil, nil):
            return ParallelCorpus(
                source: source.textFile, target: target.textFile,
                invalidText: invalidText)
        default:
            throw CalqueError(
                "Give both \(prefix)source and \(prefix)target, or only \(prefix)tsv, or only "
                    + "\(prefix)tmx.", kind: .configuration)
        }
    }

    private func corpus(memory: String, _ key: String) throws -> ParallelCorpus {
        guard let sourceLanguage, let targetLanguage else {
            throw CalqueError(
                "\(key) may have text in many languages: give source-language and target-language.",
                kind: .configuration)
        }
        return ParallelCorpus(
            memory: memory.textFile, sourceLanguage: sourceLanguage, targetLanguage: targetLanguage)
    }

    /// Throws when standard input is to be more than one text.
    func requireOneStandardInput() throws {
        let paths = [
            source, target, table, memory, alignments, validationSource, validationTarget,
            validationTable, validationMemory, general.source, general.target, general.table,
            general.memory, general.validationSource, general.validationTarget,
            general.validationTable, general.validationMemory,
        ]
        guard paths.count(where: { $0?.isStandardInput == true }) > 1 else { return }
        throw CalqueError(
            "Standard input holds one text only: name a file for the others.",
            kind: .configuration)
    }
}
