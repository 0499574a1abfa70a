import Basics
public import Foundation

/// The tensors of a model, in one safetensors file or in several that an index lists.
public final class SafetensorsCollection: Sendable {
    /// The name of a model's only file.
    public static let fileName = "model.safetensors"
    /// The name of the index of a model in several files ("shards").
    public static let indexName = "model.safetensors.index.json"

    /// The names of the tensors: file by file, in the order of each header.
    public let names: [String]
    /// What is known about each tensor. Byte ranges count within the tensor's own file.
    public let entries: [String: SafetensorsEntry]

    /// The names of the files that hold them.
    public var fileNames: [String] {
        Set(files.values.map { URL(fileURLWithPath: $0.path).lastPathComponent }).sorted()
    }

    private let files: [String: SafetensorsFile]

    /// The part of an index that matters: which file holds which tensor.
    private struct Index: Decodable {
        var weightMap: [String: String]

        enum CodingKeys: String, CodingKey {
            case weightMap = "weight_map"
        }
    }

    /// Opens the model in `directory`: `model.safetensors`, or else what
    /// `model.safetensors.index.json` lists.
    ///
    /// - Throws: As the other initializers, and `CalqueError` when the folder has neither file.
    public convenience init(directory: URL) throws {
        let file = directory.appendingPathComponent(Self.fileName)
        let index = directory.appendingPathComponent(Self.indexName)
        if FileManager.default.fileExists(atPath: file.path) {
            try self.init(file: file)
        } else if FileManager.default.fileExists(atPath: index.path) {
            try self.init(index: index)
        } else {
            throw CalqueError(
                "\(directory.path) has neither \(Self.fileName) nor \(Self.indexName). Check that "
                    + "it is a model's folder and complete.", kind: .model)
        }
    }

    /// Opens a single file.
    ///
    /// - Throws: As ``SafetensorsFile/init(url:)``.
    public init(file url: URL) throws {
        let file = try SafetensorsFile(url: url)
        names = file.names
        entries = file.entries
        files = Dictionary(uniqueKeysWithValues: file.names.map { ($0, file) })
    }

    /// Opens all files that an index lists, which lie beside it.
    ///
    /// - Throws: `CalqueError` when the index cannot be read, naming all files that are missing, or
    ///   all tensors that are not where the index says; and as ``SafetensorsFile/init(url:)``.
    public init(index url: URL) throws {
        let fileNames = try Self.fileNamesByTensor(url)
        let shards = try Self.openShards(Set(fileNames.values).sorted(), beside: url)
        let lost = fileNames.filter { shards[$0.value]?.entries[$0.key] == nil }.keys.sorted()
        guard lost.isEmpty else {
            let list = lost.map(FileProblem.quoted).joined(separator: ", ")
            throw CalqueError(
                "\(url.path) lists tensors that are not in their files: \(list). Fetch the index "
                    + "and the files it lists again.", kind: .model)
        }
        files = fileNames.compactMapValues { shards[$0] }
        names = shards.sorted { $0.key < $1.key }.flatMap { fileName, shard in
            shard.names.filter { fileNames[$0] == fileName }
        }
        entries = files.reduce(into: [:]) { $0[$1.key] = $1.value.entries[$1.key] }
    }

    /// The bytes of the tensor called `name`, valid as long as this object is held.
    ///
    /// - Throws: `CalqueError` when there is no such tensor.
    public func bytes(of name: String) throws -> UnsafeRawBufferPointer {
        guard let file = files[name] else {
            let name = FileProblem.quoted(name)
            throw CalqueError(
                "The model has no tensor \(name). Check that its files belong together.",
                kind: .model)
        }
        return try file.bytes(of: name)
    }

    private static func fileNamesByTensor(_ url: URL) throws -> [String: String] {
        // An index of a model of a million tensors is shorter.
        let content = try MappedFile(url: url, upTo: 1 << 26, kind: .model)
        let index: Index
        do {
            index = try withExtendedLifetime(content) {
                try JSONDecoder().decode(Index.self, from: Data(content.bytes))
            }
        } catch {
            throw CalqueError(
                "\(url.path) is not a sound index: it has to be JSON with a \"weight_map\" of "
                    + "tensor names to file names. Fetch it again.", kind: .model)
        }
        for name in index.weightMap.values where name.contains("/") || name == ".." || name == "." {
            throw CalqueError(
                "\(url.path) lists the file \(FileProblem.quoted(name)), which is not "
                    + "beside it. Fetch the index again from a source you trust.", kind: .model)
        }
        return index.weightMap
    }

    private static func openShards(
        _ names: [String], beside index: URL
    ) throws -> [String: SafetensorsFile] {
        let folder = index.deletingLastPathComponent()
        let missing = names.filter {
            !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
        }
        guard missing.isEmpty else {
            throw CalqueError(
                "\(folder.path) lacks files that \(index.lastPathComponent) lists: "
                    + "\(missing.joined(separator: ", ")). Fetch them and put them there.",
                kind: .model)
        }
        return try names.reduce(into: [:]) {
            $0[$1] = try SafetensorsFile(url: folder.appendingPathComponent($1))
        }
    }
}
