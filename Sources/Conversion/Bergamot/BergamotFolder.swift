import Basics
public import Foundation

/// A model as Firefox, translateLocally and Bergamot keep it: a folder with a small model of
/// Marian's in one binary file, one SentencePiece model for both languages or one for each, and a
/// shortlist.
///
/// Which file is what, a `config*.yml` says. Where there is none, the names do: `model.*.bin`,
/// `vocab.*.spm` or `srcvocab.*.spm` and `trgvocab.*.spm`, and `lex.*.bin`.
public struct BergamotFolder: Sendable {
    /// The folder.
    public let url: URL
    /// The weights.
    package let model: URL
    /// The source language's SentencePiece model.
    package let sourceVocabulary: URL
    /// The target language's, which may be the same file.
    package let targetVocabulary: URL
    /// The shortlist; nil if there is none.
    package let shortlist: URL?
    /// How the model is meant to be used.
    package let settings: BergamotSettings

    /// Whether it has a shortlist.
    public var hasShortlist: Bool { shortlist != nil }

    /// Whether source and target have one vocabulary.
    package var sharesVocabulary: Bool { sourceVocabulary == targetVocabulary }

    /// Whether a folder looks like such a model. A model directory never does; a model that is still to
    /// be unpacked does.
    package static func isOne(at url: URL) -> Bool {
        guard let names = try? FileNames(of: url), !names.contains("config.json") else {
            return false
        }
        return !names.models.isEmpty || !names.compressedModels.isEmpty
            || (!names.configurations.isEmpty && !names.ending(in: ".spm").isEmpty)
    }

    /// Finds the files of a folder; none but the configuration is read.
    ///
    /// - Throws: `CalqueError` that says what there is and what is missing.
    public init(_ url: URL) throws {
        self.url = url
        let names = try FileNames(of: url)
        guard let configuration = try names.onlyConfiguration() else {
            settings = BergamotSettings()
            model = names.url(try names.only(names.models, "model.*.bin"))
            let vocabularies = try names.vocabularies()
            sourceVocabulary = names.url(vocabularies.source)
            targetVocabulary = names.url(vocabularies.target)
            shortlist = try names.onlyIfAny(names.shortlists, "lex.*.bin").map(names.url)
            return
        }
        let file = try BergamotConfiguration(names.url(configuration))
        settings = try BergamotSettings(file.options)
        model = try names.existing(file.model(), key: "models", of: file)
        let vocabularies = try file.vocabularies()
        sourceVocabulary = try names.existing(vocabularies.source, key: "vocabs", of: file)
        targetVocabulary = try names.existing(vocabularies.target, key: "vocabs", of: file)
        shortlist = try file.shortlist().map {
            try names.existing($0, key: "shortlist", of: file)
        }
    }
}

/// The names of the files in a folder, sorted.
private struct FileNames {
    let folder: URL
    private let names: [String]

    init(of folder: URL) throws {
        self.folder = folder
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        } catch {
            throw CalqueError(
                "The folder \(folder.path) cannot be read (\(error.localizedDescription)). Check "
                    + "the path.", kind: .system)
        }
    }

    func contains(_ name: String) -> Bool { names.contains(name) }

    func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

    func ending(in ending: String, beginningWith beginning: String = "") -> [String] {
        names.filter { $0.hasPrefix(beginning) && $0.hasSuffix(ending) }
    }

    var configurations: [String] {
        ending(in: ".yml", beginningWith: "config") + ending(in: ".yaml", beginningWith: "config")
    }
    var models: [String] { ending(in: ".bin", beginningWith: "model.") }
    var compressedModels: [String] {
        ending(in: "", beginningWith: "model.").filter {
            Compression(fileName: $0) != nil && $0.contains(".bin.")
        }
    }
    var shortlists: [String] { ending(in: ".bin", beginningWith: "lex.") }

    func onlyConfiguration() throws -> String? {
        try onlyIfAny(configurations, "config*.yml")
    }

    /// The one file of a kind; nil if there is none.
    func onlyIfAny(_ found: [String], _ kind: String) throws -> String? {
        guard found.count <= 1 else {
            throw CalqueError(
                "\(folder.path) has several files \(kind): \(FileProblem.list(found)). Leave the "
                    + "one that belongs to the model, or name it in a config.yml.", kind: .model)
        }
        return found.first
    }

    /// The one file of a kind.
    func only(_ found: [String], _ kind: String) throws -> String {
        guard let name = try onlyIfAny(found, kind) else { throw missing(kind) }
        return name
    }

    func vocabularies() throws -> (source: String, target: String) {
        let sources = ending(in: ".spm", beginningWith: "srcvocab.")
        let targets = ending(in: ".spm", beginningWith: "trgvocab.")
        guard sources.isEmpty && targets.isEmpty else {
            return (try only(sources, "srcvocab.*.spm"), try only(targets, "trgvocab.*.spm"))
        }
        let shared = ending(in: ".spm", beginningWith: "vocab.")
        guard shared.count <= 1 else {
            throw CalqueError(
                "\(folder.path) has several vocabularies (\(FileProblem.list(shared))), and "
                    + "nothing says which language is whose. Call them srcvocab.*.spm and "
                    + "trgvocab.*.spm, or name them in this order under vocabs in a config.yml.",
                kind: .model)
        }
        guard let name = shared.first else {
            throw missing("vocab.*.spm, and no srcvocab.*.spm with trgvocab.*.spm")
        }
        return (name, name)
    }

    /// The place of a file that a configuration names.
    func existing(_ name: String, key: String, of file: BergamotConfiguration) throws -> URL {
        let url = (name.hasPrefix("/") ? name.fileURL : self.url(name)).standardizedFileURL
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw CalqueError(
                "\(file.options.path) names \(FileProblem.quoted(name)) under \(key), which is not "
                    + "there. \(contents)", kind: .model)
        }
        return url
    }

    private func missing(_ kind: String) -> CalqueError {
        CalqueError("\(folder.path) has no file \(kind). \(contents)", kind: .model)
    }

    /// What there is, and what to do.
    private var contents: String {
        let found = names.isEmpty ? "no file at all" : FileProblem.list(names)
        guard let compression = names.lazy.compactMap(Compression.init(fileName:)).first else {
            return "The folder has \(found). Fetch what is missing from where the model came from."
        }
        return
            "The folder has \(found). Unpack the compressed files first (\(compression.program))."
    }
}
