/// Text with what stands in it beside words: marks of a format around some of them, and things that
/// are carried over as they are.
///
///     See <b>the red house</b><br>now.
///
/// is the text "See ", a code that begins, "the red house", the same code's end, a code that stands
/// alone, and "now.".
public struct InlineContent: Sendable, Equatable {
    /// Text, or a code.
    public enum Element: Sendable, Equatable {
        /// What a reader reads, decoded: `&` and not `&amp;`.
        case text(String)
        /// What is not text.
        case code(InlineCode)
    }

    /// Text and codes, in order. A code that begins has its end behind it, and codes nest.
    public var elements: [Element]
    /// Whether a number that a placeholder of the text stands for is one, as in `%d file` beside
    /// `%d files`. It is no part of the content: contents that differ in it alone are equal.
    public var isSingular = false

    /// Content of elements.
    public init(_ elements: [Element] = []) {
        self.elements = elements
    }

    /// Whether two contents have the same text and codes.
    public static func == (one: InlineContent, two: InlineContent) -> Bool {
        one.elements == two.elements
    }

    /// Content that is nothing but text.
    public init(text: String) {
        self.init(text.isEmpty ? [] : [.text(text)])
    }

    /// The text of all elements, without codes.
    public var text: String {
        elements.reduce(into: "") { text, element in
            if case .text(let part) = element { text += part }
        }
    }

    /// Text and codes in one line, to be looked at: `See <1>the red house</1><2/>now.`
    public var outline: String {
        elements.reduce(into: "") { line, element in
            switch element {
            case .text(let text):
                line += text.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
            case .code(let code):
                switch code.role {
                case .begin: line += "<\(code.id)>"
                case .end: line += "</\(code.id)>"
                case .alone: line += "<\(code.id)/>"
                }
            }
        }
    }

    /// The codes, in order.
    public var codes: [InlineCode] {
        elements.compactMap { element in
            if case .code(let code) = element { code } else { nil }
        }
    }
}

extension [InlineContent.Element] {
    /// Adds text, which is one with text that it follows.
    mutating func append(text: some StringProtocol) {
        if text.isEmpty { return }
        guard case .text(var before) = last else { return append(.text(String(text))) }
        removeLast()
        before += text
        append(.text(before))
    }
}

/// What stands in a text and is not text: a tag, a run's format, a line break, a picture.
public struct InlineCode: Sendable, Equatable {
    /// On which side of text a code stands.
    public enum Role: Sendable, Equatable {
        /// It holds for the text behind it, up to the end with the same id.
        case begin
        /// The end of the one that began with the same id.
        case end
        /// It holds for nothing but its place.
        case alone
    }

    /// What tells it from other codes of its segment; begin and end of one have one.
    public let id: Int
    /// On which side of text it stands.
    public let role: Role
    /// What the document has in its place, as it is written there.
    public let markup: String
    /// What a reader reads in its place, of a code that stands alone and is not translated, such as
    /// `x` of `<code>x</code>`; nil where there is nothing to read.
    public let carriedText: String?
    /// Whether the words before and behind it are apart though there is no space: at a line break.
    public let separatesWords: Bool

    /// A code.
    public init(
        id: Int, _ role: Role, markup: String, carriedText: String? = nil,
        separatesWords: Bool = false
    ) {
        self.id = id
        self.role = role
        self.markup = markup
        self.carriedText = carriedText
        self.separatesWords = separatesWords
    }
}
