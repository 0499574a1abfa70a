import Basics
import Documents
import Foundation

/// A zip archive of members that are stored as they are.
func zipArchive(_ members: [(name: String, content: String)]) -> [UInt8] {
    var (output, directory) = ([UInt8](), [UInt8]())
    func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for (name, content) in members {
        let bytes = Array(content.utf8)
        let checksum = Int(bytes.withUnsafeBytes(\.crc32))
        let start = output.count
        let sizes = number(checksum, 4) + number(bytes.count, 4) + number(bytes.count, 4)
        let common = number(20, 2) + number(0, 8) + sizes + number(name.utf8.count, 2)
        output += [0x50, 0x4B, 3, 4] + common + number(0, 2) + name.utf8 + bytes
        directory += [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(0, 12)
        directory += number(start, 4) + name.utf8
    }
    let end =
        number(0, 4) + number(members.count, 2) + number(members.count, 2)
        + number(directory.count, 4) + number(output.count, 4) + number(0, 2)
    return output + directory + [0x50, 0x4B, 5, 6] + end
}

/// The content of a member of an archive.
func member(_ name: String, of archive: [UInt8]) throws -> String {
    let zip = try RewritableZip(archive, name: "a.zip", upTo: 1 << 30)
    return String(decoding: try zip.content(of: name), as: UTF8.self)
}

/// Translations that nobody needs a model for.
enum MadeTranslation: CaseIterable {
    /// Capital letters.
    case capitals
    /// All words and codes from the last to the first.
    case reversed

    func callAsFunction(_ content: InlineContent) -> InlineContent {
        switch self {
        case .capitals: content.uppercased
        case .reversed: InlineContent(content.elements.reversed().map(Self.reversed))
        }
    }

    private static func reversed(_ element: InlineContent.Element) -> InlineContent.Element {
        switch element {
        case .text(let text):
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            return .text(words.reversed().joined(separator: " ") + "&<")
        case .code(let code):
            let role: InlineCode.Role =
                switch code.role {
                case .begin: .end
                case .end: .begin
                case .alone: .alone
                }
            return .code(
                InlineCode(
                    id: code.id, role, markup: code.markup, carriedText: code.carriedText,
                    separatesWords: code.separatesWords))
        }
    }
}

extension Document {
    /// The text of every segment, with codes as `[1`, `1]` and `[1]`.
    var texts: [String] { segments.map(\.content.sketch) }

    /// The document with every segment translated.
    func bytes(
        translated translation: MadeTranslation, _ languages: DocumentLanguages = .init()
    ) throws -> [UInt8] {
        try bytes(with: segments.map { translation($0.content) }, languages)
    }

    /// Whether it is written as it was, with no content and with its own, unless its own would be
    /// written as a translation.
    func isIdentical(to bytes: [UInt8], alsoWithOwn: Bool = true) throws -> Bool {
        let languages = DocumentLanguages(source: "en", target: "de")
        return try self.bytes(with: segments.map { _ in nil }, languages) == bytes
            && (!alsoWithOwn || self.bytes(with: segments.map(\.content), languages) == bytes)
    }
}

extension InlineContent {
    var sketch: String {
        elements.map { element in
            switch element {
            case .text(let text): return text
            case .code(let code):
                return switch code.role {
                case .begin: "[\(code.id)"
                case .end: "\(code.id)]"
                case .alone: "[\(code.id)]"
                }
            }
        }.joined()
    }
}
