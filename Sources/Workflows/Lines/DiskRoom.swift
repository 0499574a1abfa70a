import Basics
import Foundation

/// Room on the disk of a folder.
enum DiskRoom {
    /// Throws where a disk has no room.
    ///
    /// - Parameters:
    ///   - bytes: How much is needed.
    ///   - what: What takes it, as in "the candidates of all sentences".
    ///   - folder: A folder of the disk, which need not be there yet.
    ///   - advice: What helps beside making room, as it goes on after "Make room, or".
    static func require(_ bytes: Int, for what: String, in folder: URL, or advice: String) throws {
        var place = folder.standardizedFileURL
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place.deleteLastPathComponent()
        }
        var status = statvfs()
        guard statvfs(place.path, &status) == 0 else { return }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        guard free < bytes else { return }
        throw CalqueError(
            """
            The disk of \(folder.path) has \(Double(free).abbreviated)B free, and \(what) take some \
            \(Double(bytes).abbreviated)B. Make room, or \(advice).
            """, kind: .system)
    }

    /// The bytes of files, as far as anybody knows.
    static func bytes(of paths: [String]) -> Int {
        paths.reduce(0) { sum, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}
