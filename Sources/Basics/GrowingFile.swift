public import Foundation

/// A file that grows while the work goes on, piece by piece, and gets its name when it is whole.
///
/// Every piece is in the system's hands as soon as it is appended: in `NAME.partial-…` in the same
/// folder, which ``finish()`` renames. Work that ends early can ``keep()`` the pieces it has done. A
/// file that has the name already stays as it was until then. A pipe, a device or what is open
/// already (`/dev/stdout`) gets the pieces directly.
public final class GrowingFile: @unchecked Sendable {
    /// Pieces that were kept when the work ended early.
    public struct Kept: Equatable, Sendable {
        /// The number of pieces.
        public let count: Int
        /// The file they are in.
        public let path: String
    }

    private let destination: Destination
    private let lock = NSLock()
    private let file: OpenFile
    /// Where the pieces are until the file is whole; nil when they are written through.
    private let partialPath: String?
    private var count = 0
    private var byteCount = 0
    private var isClosed = false

    /// Creates the file. The folder that holds it has to exist.
    ///
    /// - Throws: `CalqueError` saying what could not be written, where, the system's reason and
    ///   what to do.
    public init(url: URL) throws {
        destination = Destination(url)
        if destination.isDirectory {
            throw CalqueError.system(cannot: "write", destination.givenPath, code: EISDIR)
        }
        if destination.isWrittenThrough {
            file = try destination.open()
            partialPath = nil
        } else {
            let partial = try destination.makePartialFile()
            file = partial.file
            partialPath = partial.path
        }
    }

    /// Appends a piece, of any number of lines. After ``keep()`` there is nothing to append to.
    ///
    /// - Throws: `CalqueError` when the system does not take it; nothing of it is then in the file.
    public func append(_ piece: String) throws {
        try lock.withLock {
            if isClosed { return }
            let bytes = Array(piece.utf8)
            do {
                try bytes.withUnsafeBytes { try file.write($0) }
            } catch {
                // A disk may take half of the piece before it is full.
                if partialPath != nil { try? file.truncate(to: byteCount) }
                throw error
            }
            count += 1
            byteCount += bytes.count
        }
    }

    /// Gives the file its name, with all of it on the disk.
    ///
    /// - Throws: `CalqueError` when the system cannot; ``keep()`` is still possible then.
    public func finish() throws {
        try lock.withLock {
            if isClosed { return }
            try file.synchronize()
            if let partialPath { try destination.receive(partialPath) }
            isClosed = true
            try file.close()
            if partialPath != nil { try destination.synchronizeParent() }
        }
    }

    /// Keeps the pieces of work that ends early as `NAME.partial`, or as `NAME.partial-…` if
    /// something has that name.
    ///
    /// - Returns: What was kept; nil if there was nothing to keep, or it has its name already.
    public func keep() -> Kept? {
        // Not under the lock: a piece that is written through may wait for a reader that has stalled.
        guard let partialPath else { return nil }
        return lock.withLock {
            if isClosed { return nil }
            isClosed = true
            guard count > 0 else {
                unlink(partialPath)
                return nil
            }
            try? file.synchronize()
            let path = "\(destination.path).\(Destination.partial)"
            // Unlike rename(2), link(2) replaces nothing.
            guard link(partialPath, path) == 0 else { return Kept(count: count, path: partialPath) }
            unlink(partialPath)
            return Kept(count: count, path: path)
        }
    }

    /// The pieces of earlier work on the file at `url` that was ended without a chance to keep them:
    /// the paths of every `NAME.partial-…` that nobody writes any more.
    public static func leftovers(of url: URL) -> [String] {
        let path = Destination(url).path
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let prefix = URL(fileURLWithPath: path).lastPathComponent + ".\(Destination.partial)-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted()
            .map { folder.appendingPathComponent($0).path }
            .filter { path in
                let file = try? OpenFile(path: path, flags: O_RDONLY, action: "read")
                return file?.lock() ?? false
            }
    }
}
