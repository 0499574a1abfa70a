import Basics
import Foundation
import Models
import Tensors
import Training

/// The folder of a training in stages: the model directory of the last one, and what the stages leave
/// in `stages`. Documentation/Stages.md says which file is what.
struct StagesFolder {
    /// The model directory.
    let url: URL

    private static let workName = "stages"

    var work: URL { url.appendingPathComponent(Self.workName, isDirectory: true) }
    var recipe: URL { work.appendingPathComponent("stages.yaml") }
    var tokenizer: URL { work.appendingPathComponent("tokenizer", isDirectory: true) }
    /// All that the tokenizer is trained on, while it is.
    var tokenizerText: URL { work.appendingPathComponent("tokenizer-text.tsv") }
    private var notes: URL { work.appendingPathComponent("done.json") }

    /// The run of a stage.
    ///
    /// - Parameter index: From 0.
    func stage(_ index: Int, _ name: String) -> URL {
        work.appendingPathComponent(Self.name(index, name), isDirectory: true)
    }

    /// What a stage's folder is called.
    static func name(_ index: Int, _ name: String) -> String { "\(index + 1)-\(name)" }

    /// What is made for a stage before it is trained.
    func backTranslation(_ index: Int, _ name: String) -> BackTranslationFolder {
        BackTranslationFolder(
            url: stage(index, name).appendingPathComponent("back-translation", isDirectory: true))
    }

    /// The files of a back-translation.
    struct BackTranslationFolder {
        let url: URL
        /// The run of the reverse model.
        var reverse: URL { url.appendingPathComponent("reverse", isDirectory: true) }
        /// Tables of the stage's text, source and target exchanged, for the reverse model.
        var table: URL { url.appendingPathComponent("exchanged.tsv") }
        var validationTable: URL { url.appendingPathComponent("exchanged-validation.tsv") }
        /// A line for every line of the text.
        var translations: URL { url.appendingPathComponent("translations") }
        var pairs: URL { url.appendingPathComponent("pairs", isDirectory: true) }
        var source: URL { Self.source(in: pairs) }
        var target: URL { Self.target(in: pairs) }

        static func source(in folder: URL) -> URL { folder.appendingPathComponent("source") }
        static func target(in folder: URL) -> URL { folder.appendingPathComponent("target") }
    }

    /// What is done.
    struct Notes: Codable, Equatable {
        /// The folders of stages that are done.
        var done: [String] = []
        /// That whose model the folder holds.
        var model: String?
    }
}

extension StagesFolder {
    /// Whether there is a file or folder.
    static func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

    /// Whether a training has begun here.
    var isBegun: Bool { Self.isThere(recipe) }

    /// Finds out, before any work is done, whether a training can be written here.
    ///
    /// - Throws: `CalqueError` where something would be lost, or cannot be written.
    func check(_ existing: RunDirectory.Existing) throws {
        try FileManager.default.requirePlace(forFolder: url)
        try FolderLock.check(work)
        guard !isBegun else {
            guard existing != .refuse else {
                throw CalqueError(
                    "\(url.path) already holds a training in stages.",
                    remedy: .resumeOrOverwriteRun, kind: .system)
            }
            return
        }
        // A killed one may have come no further than its lock.
        let contents = (try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? []
        let others =
            ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
            .filter { $0 != Self.workName || !Set(contents).isSubset(of: [FolderLock.fileName]) }
        guard others.isEmpty else {
            throw CalqueError(
                "\(url.path) holds \(FileProblem.list(others.sorted())), but no training in stages.",
                remedy: .otherFolderOrMove, kind: .system)
        }
    }

    /// Deletes an earlier training and its model.
    func clear() throws {
        for name in ModelDirectory.fileNames {
            try Self.remove(url.appendingPathComponent(name))
        }
        // What is gone must not count as done; what makes the folder that of a training goes last.
        try Self.remove(notes)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? []
        let last = recipe.lastPathComponent
        for name in names where name != FolderLock.fileName && name != last {
            try Self.remove(work.appendingPathComponent(name))
        }
        try Self.remove(recipe)
    }

    static func remove(_ item: URL) throws {
        if isThere(item) { try FileManager.default.removeItem(at: item) }
    }

    /// Removes what a killed process left half written.
    func clearLeftovers() throws {
        try Leftovers.clear(in: work) { _ in true }
        try Leftovers.clear(in: url) { ModelDirectory.fileNames.contains($0) }
    }

    func readNotes() throws -> Notes {
        guard Self.isThere(notes) else { return Notes() }
        return try WorkFile.read(Notes.self, notes, of: "training")
    }

    func write(_ value: Notes) throws { try WorkFile.write(value, to: notes) }

    func write(_ value: StagedRecipe) throws {
        try AtomicFile.write(Data(value.yaml().utf8), to: recipe)
    }

    /// Copies a stage's model here, the weights last: a folder that has them is whole.
    func publish(_ stage: URL) throws {
        let weights = SafetensorsCollection.fileName
        let names = ModelDirectory.fileNames.filter { $0 != weights } + [weights]
        for name in names {
            let file = stage.appendingPathComponent(name)
            guard Self.isThere(file) else { continue }
            let source = try MappedFile(url: file)
            try AtomicFile.write(to: url.appendingPathComponent(name)) {
                try $0.write(source.bytes)
            }
        }
    }
}
