public import Foundation

/// A file mapped into memory for reading, unmapped when the object is released.
///
/// Pages are read when they are first touched, and shared between processes that map the same file.
/// The file must not be shortened meanwhile; one replaced by ``AtomicFile`` is safe, since the map
/// keeps the old file.
public final class MappedFile: @unchecked Sendable {  // bytes are constant and never written
    /// The file's path, for errors.
    public let path: String

    /// The file's bytes, empty for an empty file. They are valid as long as this object is held.
    public let bytes: UnsafeRawBufferPointer

    /// Maps the file at `url`.
    ///
    /// - Throws: `CalqueError` naming the file and the system's reason when it is missing, is a
    ///   folder or cannot be read.
    public init(url: URL) throws {
        let file = try OpenFile(path: url.path, flags: O_RDONLY, action: "read")
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw CalqueError(
                "Cannot read \(file.path): it is a folder or a device. Name a regular file.",
                kind: .system)
        }
        path = file.path
        // mmap(2) refuses a length of zero.
        let count = Int(status.st_size)
        bytes = count == 0 ? .init(start: nil, count: 0) : try file.map(count)
    }

    /// Maps a file that is short, for what is made of it takes more memory than its bytes do.
    ///
    /// - Parameter kind: What is at fault where it is longer.
    /// - Throws: As ``init(url:)``, and `CalqueError` when it has more than `limit` bytes.
    package convenience init(url: URL, upTo limit: Int, kind: CalqueError.Kind) throws {
        try self.init(url: url)
        guard bytes.count <= limit else {
            throw CalqueError(
                "\(path) has \(bytes.count) bytes, more than the \(limit) that are read of such a "
                    + "file. Restore it from where it came from.", kind: kind)
        }
    }

    /// Whether another file has the same bytes.
    package func hasContent(of other: MappedFile) -> Bool {
        guard bytes.count == other.bytes.count else { return false }
        guard let one = bytes.baseAddress, let two = other.bytes.baseAddress else { return true }
        return memcmp(one, two, bytes.count) == 0
    }

    deinit {
        guard let start = bytes.baseAddress else { return }
        munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
}
