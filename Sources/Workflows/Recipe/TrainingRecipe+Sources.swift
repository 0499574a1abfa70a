import Basics
import Foundation
public import Text

/// The files that a recipe names.
extension TrainingRecipe.TextSettings {
    private typealias Files = TrainingRecipe.PairFiles

    private var trainingFiles: Files {
        files(source, target, table, memory, xliff, portableObject)
    }

    private var validationFiles: Files {
        files(
            validationSource, validationTarget, validationTable, validationMemory,
            validationXLIFF, validationPortableObject)
    }

    private var generalFiles: Files {
        files(
            general.source, general.target, general.table, general.memory, general.xliff,
            general.portableObject)
    }

    private var generalValidationFiles: Files {
        files(
            general.validationSource, general.validationTarget, general.validationTable,
            general.validationMemory, general.validationXLIFF, general.validationPortableObject)
    }

    private func files(
        _ source: String?, _ target: String?, _ table: String?, _ memory: String?,
        _ xliff: String?, _ portableObject: String?
    ) -> Files {
        var files = Files()
        (files.source, files.target, files.table) = (source, target, table)
        (files.memory, files.xliff, files.portableObject) = (memory, xliff, portableObject)
        return files
    }

    private var allFiles: [Files] {
        [trainingFiles, validationFiles, generalFiles, generalValidationFiles]
            + (sources ?? []).map(\.files)
    }

    /// Whether there is text to train on.
    public var hasTraining: Bool { !trainingFiles.isEmpty || sources != nil }

    /// Whether some of the text is in files of which languages choose a part.
    var hasLanguages: Bool { allFiles.contains(where: \.hasLanguages) }

    /// How often an epoch goes over each of the parts of ``training()``, in their order.
    public var weights: [Double] { sources?.map(\.weight) ?? [1] }

    /// The text to train on, of several parts where there are several ``sources``. It is not cleaned yet.
    ///
    /// - Throws: `CalqueError` when none is given, or one file too many.
    public func training() throws -> ParallelCorpus {
        let files = trainingFiles
        guard let sources else {
            guard let corpus = try corpus(files, "", skipsInvalid: skipsInvalid || cleaning != nil)
            else {
                throw CalqueError(
                    "There is no text to train on: give source and target, tsv, tmx, xliff, po or "
                        + "sources.", kind: .configuration)
            }
            return corpus
        }
        if let other = files.paths.first {
            throw CalqueError(
                "sources are all of the text: leave \(other.name) out, or make it one of them.",
                kind: .configuration)
        }
        let corpora = try sources.enumerated().compactMap { place, source in
            try corpus(
                source.files, "source \(place + 1): ",
                skipsInvalid: skipsInvalid || cleaning != nil)
        }
        guard !corpora.isEmpty, corpora.count == sources.count else {
            throw CalqueError("A source of sources has no files.", kind: .configuration)
        }
        return ParallelCorpus(joining: corpora)
    }

    /// The text to validate with, if there is some.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    public func validation() throws -> ParallelCorpus? {
        try corpus(validationFiles, "validation-", skipsInvalid: skipsInvalid)
    }

    /// Whether there is something to validate with.
    ///
    /// - Throws: As ``validation()``.
    var validates: Bool { get throws { try validation() != nil || validationPairs > 0 } }

    /// General text, if there is some in files.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    package func generalTraining() throws -> ParallelCorpus? {
        try corpus(generalFiles, "general-", skipsInvalid: skipsInvalid)
    }

    /// General text to validate with, if there is some.
    ///
    /// - Throws: `CalqueError` when there is only one side of it, or one file too many.
    func generalValidation() throws -> ParallelCorpus? {
        try corpus(generalValidationFiles, "general-validation-", skipsInvalid: skipsInvalid)
    }

    private func corpus(
        _ files: Files, _ prefix: String, skipsInvalid: Bool
    ) throws -> ParallelCorpus? {
        guard !files.isEmpty else { return nil }
        guard files.isOneText else {
            throw CalqueError(
                "Give both \(prefix)source and \(prefix)target, or only \(prefix)tsv, or only "
                    + "\(prefix)tmx, or only \(prefix)xliff, or only \(prefix)po.",
                kind: .configuration)
        }
        let invalidText: LineReader.InvalidText = skipsInvalid ? .skip : .fail
        if let table = files.table {
            return ParallelCorpus(table: table.textFile, invalidText: invalidText)
        }
        if let memory = files.memory { return try corpus(memory: memory, "\(prefix)tmx") }
        if let xliff = files.xliff {
            return ParallelCorpus(
                xliff: xliff.textFile, sourceLanguage: sourceLanguage,
                targetLanguage: targetLanguage)
        }
        if let file = files.portableObject {
            return ParallelCorpus(portableObject: file.textFile, invalidText: invalidText)
        }
        return ParallelCorpus(
            source: (files.source ?? "").textFile, target: (files.target ?? "").textFile,
            invalidText: invalidText)
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
        let paths = allFiles.flatMap { $0.paths.map(\.path) } + [alignments].compactMap(\.self)
        guard paths.count(where: \.isStandardInput) > 1 else { return }
        throw CalqueError(
            "Standard input holds one text only: name a file for the others.",
            kind: .configuration)
    }
}

/// All paths of a recipe.
extension TrainingRecipe {
    /// A path, and what it is called in errors.
    struct NamedPath {
        let name: String
        let path: String
        let section: RecipeKey.Section
    }

    /// The paths that are given, those of sources, too.
    var paths: [NamedPath] {
        let plain = RecipeKey.all.filter { $0.kind == .path }.compactMap { key in
            key.read(self).map { NamedPath(name: key.name, path: $0, section: key.section) }
        }
        let sources = (text.sources ?? []).enumerated().flatMap { place, source in
            source.files.paths.map {
                NamedPath(
                    name: "\($0.name) of source \(place + 1)", path: $0.path, section: .text)
            }
        }
        return plain + sources
    }

    /// The recipe with every path changed.
    func mapPaths(_ change: (String) -> String) -> TrainingRecipe {
        var recipe = self
        for key in RecipeKey.all where key.kind == .path {
            guard let path = key.read(self) else { continue }
            _ = key.write(&recipe, change(path))
        }
        recipe.text.sources = text.sources?.map { source in
            var source = source
            source.files = source.files.mapPaths(change)
            return source
        }
        return recipe
    }
}
