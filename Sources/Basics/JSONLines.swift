public import Foundation

/// A log of JSON values, one a line, that grows at its end (<https://jsonlines.org>).
///
/// Each line reaches the system whole, in one write(2), so that whoever follows the file sees whole
/// lines and a killed process loses none. A run that resumes cuts the log back to the length its
/// checkpoint recorded and goes on from there.
public final class JSONLines {
    /// The log's length in bytes, which is where the next line begins.
    public private(set) var byteCount: Int

    private let file: OpenFile
    private let encoder: JSONEncoder
    /// What the disk has not taken yet.
    private var pending = Data()

    /// Opens the log at `url` for appending, and creates it if it is missing.
    ///
    /// A last line that lacks its line feed, left by a crash, is ended, so that the next one stands
    /// on its own.
    ///
    /// - Throws: `CalqueError` when the file cannot be opened or created.
    public init(url: URL) throws {
        file = try OpenFile(path: url.path, flags: O_RDWR | O_APPEND | O_CREAT, action: "write")
        encoder = .forAnyNumber()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        byteCount = Int(try file.status().st_size)
        try endLastLine()
    }

    /// Appends `value` as a line, keys sorted. Infinite and undefined numbers become the strings
    /// `"Infinity"`, `"-Infinity"` and `"NaN"`.
    ///
    /// - Throws: `CalqueError` when the file cannot be written: the log then stays as it was, and
    ///   the line goes before the next one. And what `value` throws when it is encoded.
    public func append(_ value: some Encodable) throws {
        pending += try encoder.encode(value) + Data("\n".utf8)
        try writePending()
    }

    /// Cuts the log back to its first `byteCount` bytes. A line that this cuts through is ended.
    ///
    /// - Parameter byteCount: A length the log once had (``byteCount``).
    /// - Throws: `CalqueError` when the log is shorter than that or cannot be changed.
    public func truncate(to byteCount: Int) throws {
        precondition(byteCount >= 0, "JSONLines.truncate(to: \(byteCount)): not a length")
        guard byteCount <= self.byteCount else {
            throw CalqueError(
                "\(file.path) has \(self.byteCount) bytes, but the checkpoint to resume from "
                    + "recorded \(byteCount): the log is of another run, or was shortened. Restore "
                    + "it, or begin a new run in another folder.", kind: .model)
        }
        pending = Data()
        guard byteCount < self.byteCount else { return }
        try file.truncate(to: byteCount)
        self.byteCount = byteCount
        try endLastLine()
    }

    /// Waits until the log is on the disk; call it before recording ``byteCount`` in a checkpoint.
    ///
    /// - Throws: `CalqueError` when the disk does not take it.
    public func synchronize() throws {
        try writePending()
        try file.synchronize()
    }

    private func endLastLine() throws {
        guard byteCount > 0, try file.byte(at: byteCount - 1) != UInt8(ascii: "\n") else { return }
        pending = Data("\n".utf8)
        // A full disk takes it with the next line.
        try? writePending()
    }

    private func writePending() throws {
        do {
            try pending.withUnsafeBytes { try file.write($0) }
        } catch {
            // A disk may take half of a line before it is full.
            try? file.truncate(to: byteCount)
            throw error
        }
        byteCount += pending.count
        pending = Data()
    }
}
