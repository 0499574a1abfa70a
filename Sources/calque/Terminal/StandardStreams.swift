import CalqueKit
import Foundation

/// Results: written in whole blocks, and not lost silently when the disk is full.
enum StandardOutput {
    /// Writes text; no line feed is added.
    ///
    /// - Throws: `CalqueError` when the system does not take it.
    static func write(_ text: String) throws {
        try text.utf8.withContiguousStorageIfAvailable { try write(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { try write($0) }
    }

    /// Writes a line.
    static func writeLine(_ line: String = "") throws { try write(line + "\n") }

    /// Whether somebody reads along.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(
                STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw CalqueError(
                    """
                    Standard output cannot be written (\(String(cString: strerror(errno)))). Make \
                    room, or send it elsewhere.
                    """)
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// Progress, warnings and errors.
enum StandardError {
    /// Writes text; no line feed is added. There is nobody to tell when it fails.
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Writes a line.
    static func writeLine(_ line: String) { write(line + "\n") }

    /// Whether somebody reads along.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The terminal's width in columns; 80 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
