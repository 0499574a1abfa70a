import Basics
import Foundation

/// A file of lines in a folder that is not there yet.
final class LineFile {
    /// So much text is held before it is written.
    private static let bytes = 1 << 16
    private let file: GrowingFile
    private var text = ""

    init(_ url: URL) throws { file = try GrowingFile(url: url) }

    func append(_ line: String) throws {
        text += line
        text += "\n"
        if text.utf8.count >= Self.bytes { try flush() }
    }

    func finish() throws {
        try flush()
        try file.finish()
    }

    private func flush() throws {
        try file.append(text)
        text = ""
    }
}
