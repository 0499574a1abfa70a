import Basics
import Foundation

/// Keeps the translations that people suggest: a file to which a JSON object a line is added.
final class SuggestionFile: Sendable {
    /// A file never grows beyond this, whoever writes.
    private static let byteLimit: UInt64 = 256 << 20

    private let handle: Locked<FileHandle>

    /// Opens a file, or makes it.
    ///
    /// - Throws: `CalqueError` when it cannot be written.
    init(_ url: URL) throws {
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CalqueError.system(cannot: "write", url.path, code: errno)
        }
        handle = Locked(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    }

    /// Adds a line.
    ///
    /// - Throws: ``ServiceProblem`` when the file is full, and what the system says.
    func add(_ suggestion: JSONValue) throws {
        try handle.use { handle in
            guard try handle.seekToEnd() < Self.byteLimit else {
                throw ServiceProblem(
                    .init(code: 507, reasonPhrase: "Insufficient Storage"),
                    "There is no room for suggestions.")
            }
            try handle.write(contentsOf: Data((suggestion.text + "\n").utf8))
        }
    }
}
