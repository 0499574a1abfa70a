package import Foundation

/// What processes that were killed left of the files and folders they were writing: ``AtomicFile``'s
/// and ``AtomicDirectory``'s `NAME.partial-…` and `NAME.replaced-…`.
package enum Leftovers {
    /// Puts a folder in order, where there is one. Only who has its lock may do so: what a living
    /// process is writing would go, too.
    ///
    /// - Parameter isOurs: Whether what has the name is written under that lock alone.
    package static func clear(in folder: URL, where isOurs: (_ name: String) -> Bool) throws {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        for leftover in names ?? [] {
            guard let match = leftover.wholeMatch(of: /(.+)\.(partial|replaced)-[0-9a-f]{8}/),
                isOurs(String(match.1))
            else { continue }
            let item = folder.appendingPathComponent(leftover)
            let place = folder.appendingPathComponent(String(match.1))
            if match.2 == "replaced", !FileManager.default.fileExists(atPath: place.path) {
                // The new folder never came: the old one is the only whole one.
                try FileManager.default.moveItem(at: item, to: place)
            } else {
                try FileManager.default.removeItem(at: item)
            }
        }
    }
}
