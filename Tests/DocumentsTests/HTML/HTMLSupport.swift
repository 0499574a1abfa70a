import Documents
import Foundation

/// Reads HTML.
func html(_ text: String) throws -> Document {
    try DocumentFormat.html.read(Array(text.utf8))
}

/// Content in one line: `{1|` and `|1}` around what a code holds for, `[2]` for one alone, `[2:x]` where
/// it carries a text, `~` where it parts words.
func shown(_ content: InlineContent) -> String {
    content.elements.map { element in
        switch element {
        case .text(let text): return text
        case .code(let code):
            let carried = code.carriedText.map { ":" + $0 } ?? ""
            return switch code.role {
            case .begin: "{\(code.id)|"
            case .end: "|\(code.id)}"
            case .alone: "[\(code.id)\(carried)\(code.separatesWords ? "~" : "")]"
            }
        }
    }.joined()
}

extension Document {
    /// Its segments, each in one line.
    var shownSegments: [String] { segments.map { shown($0.content) } }

    /// The document as text, with contents that a function makes of its own.
    func written(
        _ languages: DocumentLanguages = .init(), _ translate: (InlineContent) -> InlineContent?
    ) throws -> String {
        String(
            decoding: try bytes(with: segments.map { translate($0.content) }, languages),
            as: UTF8.self)
    }

    /// Whether it is written as it was, both untouched and with its own contents.
    func isWritten(as bytes: [UInt8]) throws -> Bool {
        try self.bytes(with: segments.map { _ in nil }) == bytes
            && self.bytes(with: segments.map(\.content)) == bytes
    }
}

extension InlineContent {
    /// A translation into the language whose words come in the opposite order.
    var reversed: InlineContent {
        InlineContent(
            elements.reversed().map { element in
                switch element {
                case .text(let text):
                    return .text(
                        text.split(separator: " ", omittingEmptySubsequences: false).reversed()
                            .joined(separator: " "))
                case .code(let code):
                    let role: InlineCode.Role =
                        switch code.role {
                        case .begin: .end
                        case .end: .begin
                        case .alone: .alone
                        }
                    return .code(InlineCode(id: code.id, role, markup: ""))
                }
            })
    }
}
