public import Foundation

/// Lets one process at a time work in a folder.
///
/// The lock is the system's, on a file in the folder: it ends with the process, however that ends.
/// The file goes when the lock is released; one that a killed process left is taken over. A file
/// system without locks keeps nobody out.
public final class FolderLock {
    /// The file that is locked.
    package static let fileName = "run.lock"
    /// Whoever only asks has the lock for a moment, and whoever ends is about to give it back.
    private static let attempts = 5
    private static let pause: UInt32 = 20_000

    private let path: String
    private let file: OpenFile

    /// Takes the lock of a folder, which exists.
    ///
    /// - Throws: `CalqueError` when another process has it, or the folder cannot be written.
    public init(_ folder: URL) throws {
        path = folder.appendingPathComponent(Self.fileName).path
        for attempt in 1...Self.attempts {
            let file = try OpenFile(path: path, flags: O_RDWR | O_CREAT, action: "write")
            // Whoever had the lock before may have deleted the file in between.
            if file.lock(whereUnknown: true), try file.isStill(at: path) {
                self.file = file
                return
            }
            if attempt < Self.attempts { usleep(Self.pause) }
        }
        throw Self.isTaken(folder)
    }

    deinit { unlink(path) }

    /// Makes a folder, and works in it alone.
    ///
    /// - Throws: `CalqueError` when another process has the lock or the folder cannot be made, and what
    ///   `body` throws.
    public static func hold<Result>(_ folder: URL, _ body: () throws -> Result) throws -> Result {
        let isNew = !FileManager.default.fileExists(atPath: folder.path)
        try FileManager.default.createFolder(folder)
        do {
            let lock = try FolderLock(folder)
            return try withExtendedLifetime(lock) { try body() }
        } catch {
            // Succeeds only where nothing came into it.
            if isNew { rmdir(folder.path) }
            throw error
        }
    }

    /// Finds out, before any work is done, whether another process works in the folder.
    ///
    /// - Throws: `CalqueError` when one does.
    public static func check(_ folder: URL) throws {
        let path = folder.appendingPathComponent(fileName).path
        guard FileManager.default.fileExists(atPath: path) else { return }
        _ = try FolderLock(folder)
    }

    private static func isTaken(_ folder: URL) -> CalqueError {
        CalqueError(
            "Another process is training in \(folder.path).", remedy: .waitOrOtherFolder,
            kind: .system)
    }
}

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
