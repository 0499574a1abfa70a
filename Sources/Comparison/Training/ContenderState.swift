import Basics
import Foundation

/// How far a contender is, in a file beside its run: with which settings it was begun, and whether
/// it is done.
struct ContenderState: Codable, Equatable {
    private static let fileName = "contender.json"

    /// Everything that the trained weights depend on, by name.
    let settings: [String: String]
    /// Whether training has reached its end.
    var isFinished = false

    init(settings: [String: String]) {
        self.settings = settings
    }

    /// What the folder says; nil where no contender was begun.
    static func read(from folder: URL) throws -> ContenderState? {
        let url = folder.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return try JSONDecoder().decode(ContenderState.self, from: Data(contentsOf: url))
        } catch {
            throw CalqueError(
                "\(url.path) cannot be read (\(error.localizedDescription)). Delete the folder to "
                    + "train its model anew.")
        }
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
            settings to go on, or another output folder for another comparison.
            """)
    }
}
