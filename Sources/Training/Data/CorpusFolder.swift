package import Foundation

/// The folder `corpus` of a run, with the pairs that it is trained on as tokens: `corpus/HASH/`, named by what
/// they were made of, so that a run that goes on has them at once.
package struct CorpusFolder {
    package static let name = "corpus"
    /// The folder.
    package let url: URL

    /// That of a run.
    package init(of run: URL) { url = run.appendingPathComponent(Self.name) }

    /// What is in it.
    package var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    }

    /// Deletes pairs, whole ones and such as a killed run has left half written. What cannot be deleted
    /// stays: it takes room, and no more.
    ///
    /// Only who has the lock of the run's folder may do so.
    ///
    /// - Parameter kept: The names of what stays.
    package func clear(except kept: [String] = []) {
        for item in names where !kept.contains(item) && Self.isOurs(item) {
            try? FileManager.default.removeItem(at: url.appendingPathComponent(item))
        }
        // Only if nothing is left in it.
        rmdir(url.path)
    }

    /// Whether a name begins with a hash and has no more than what is added to one while it is written.
    private static func isOurs(_ item: String) -> Bool {
        let hash = item.prefix { $0 != "." }
        return hash.count == 16 && hash.allSatisfy(\.isHexDigit)
    }
}
