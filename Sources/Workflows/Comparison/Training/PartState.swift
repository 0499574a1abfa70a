import Basics
import Foundation

/// How far a part of a comparison is, the vocabulary or a model, in a file beside it: with which
/// settings it was begun, and whether it is done.
struct PartState: Codable, Equatable {
    private static let fileName = "part.json"

    /// Everything that it depends on, by name.
    let settings: [String: String]
    /// The updates that a model took, once it is done.
    var updates: Int?
    /// Why its training ended before, where its numbers were no longer finite.
    var divergence: String?

    /// What the folder says; nil where no part was begun.
    static func read(from folder: URL) throws -> PartState? {
        let url = folder.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return try JSONDecoder().decode(PartState.self, from: Data(contentsOf: url))
        } catch {
            throw CalqueError(
                "\(url.path) cannot be read (\(error.localizedDescription)). Delete the folder to "
                    + "begin it anew.", kind: .model)
        }
    }

    /// Deletes what a killed process left of the file.
    static func clearLeftovers(in folder: URL) throws {
        try Leftovers.clear(in: folder) { $0 == fileName }
    }

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(
            encoder.encode(self), to: folder.appendingPathComponent(Self.fileName))
    }

    /// Throws when what the folder holds was begun with other settings, saying which.
    func check(_ other: [String: String], _ folder: URL) throws {
        let differences = Set(settings.keys).union(other.keys).sorted().compactMap { name in
            settings[name] == other[name]
                ? nil : "\(name) \(settings[name] ?? "none"), not \(other[name] ?? "none")"
        }
        guard !differences.isEmpty else { return }
        throw CalqueError(
            """
            \(folder.path) was begun with \(differences.joined(separator: "; ")). Give the same \
            settings to go on, delete that folder to begin it anew, or give another output folder.
            """, kind: .configuration)
    }
}
