package import Foundation

/// A file of lines that takes long to make, chunk by chunk, and goes on where it was when the work is
/// stopped or killed.
///
/// Lines go to `NAME.partial`, each chunk in the system's hands as soon as it is appended; ``finish()``
/// gives the file its name. Whoever goes on begins after the last whole chunk, so that chunks are
/// always of the same lines, and what is computed of a chunk does not depend on where the work was
/// stopped. One process at a time may write.
package final class ResumableLines {
    /// How many lines there are.
    package private(set) var count: Int
    private let destination: Destination
    private let partialPath: String
    private let file: OpenFile

    /// Opens what there is of the file, or begins it. The folder that holds it has to exist.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - chunk: The lines of every chunk but the last.
    /// - Throws: `CalqueError` when it cannot be read or written, or another process writes it.
    package init(_ url: URL, chunk: Int) throws {
        destination = Destination(url)
        partialPath = Self.partialFile(of: url).path
        file = try OpenFile(
            path: partialPath, flags: O_RDWR | O_APPEND | O_CREAT, action: "write")
        guard file.lock(whereUnknown: true) else {
            throw CalqueError(
                "Another process is writing \(url.path). Wait for it, or name another file.",
                kind: .system)
        }
        let whole = try Self.wholeChunks(of: file, chunk)
        count = whole.lines
        try file.truncate(to: whole.bytes)
    }

    /// Where the lines of a file are until it is finished.
    ///
    /// - Parameter url: The file.
    package static func partialFile(of url: URL) -> URL {
        URL(fileURLWithPath: "\(url.path).\(Destination.partial)")
    }

    /// Appends a chunk of lines.
    ///
    /// - Throws: `CalqueError` when the system does not take it.
    package func append(_ lines: [String]) throws {
        let bytes = Array(lines.lazy.map { $0 + "\n" }.joined().utf8)
        try bytes.withUnsafeBytes { try file.write($0) }
        count += lines.count
    }

    /// Gives the file its name, with all of it on the disk.
    ///
    /// - Throws: `CalqueError` when the system cannot.
    package func finish() throws {
        try file.synchronize()
        try destination.receive(partialPath)
        try destination.synchronizeParent()
    }

    private static func wholeChunks(
        of file: OpenFile, _ chunk: Int
    ) throws -> (lines: Int, bytes: Int) {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var (lines, offset) = (0, 0)
        var whole = (lines: 0, bytes: 0)
        while true {
            let read = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            if read == 0 { return whole }
            for place in 0..<read where buffer[place] == UInt8(ascii: "\n") {
                lines += 1
                if lines % chunk == 0 { whole = (lines, offset + place + 1) }
            }
            offset += read
        }
    }
}
