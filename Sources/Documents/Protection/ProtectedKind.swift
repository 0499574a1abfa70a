/// A kind of text that a translation leaves as it is.
public enum ProtectedKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// What a program writes a value for: `%s`, `%1$d`, `%(name)s`, `%@`, `%%`, `%.2f`, `%1`.
    case format
    /// A name in braces: `{name}`, `{0}`, `{{ name }}`, `${name}`, `%{name}`, `#{name}`, `{% if
    /// %}`.
    case variable
    /// A choice of an ICU message, `{count, plural, one {# file} other {# files}}`: its words are
    /// translated, and nothing else of it.
    case message
    /// Text that a program puts in from elsewhere: `$t(key)`.
    case reference
    /// A name behind a colon, as Laravel has it: `:name`.
    case colon
    /// A tag in a text that is not marked up otherwise: `<b>`, `</0>`, `<br/>`.
    case tag
    /// An address on the web.
    case url
    /// A mail address.
    case mail
    /// The path or the name of a file.
    case path
    /// An option of a command: `--verbose`.
    case option
    /// A number with its unit: `3.5 kg`, `10 MB`, `-5 °C`.
    case quantity
    /// A version or an address in numbers: `1.2.3`, `v2.0`.
    case version
    /// Emoji, as many as follow one another.
    case emoji
    /// The mark of a key before a letter of a menu's text: `&File`.
    case mnemonic
    /// What a model's vocabulary lacks: `→`, `§`, words of another script.
    case unknown
    /// What a format carries over as it is: `<code>x</code>`, `translate="no"`.
    case code
}

/// What is protected.
public struct ProtectionRules: Sendable, Equatable {
    /// The kinds that are.
    public var kinds: Set<ProtectedKind>

    /// Rules.
    ///
    /// - Parameter kinds: The kinds that are protected; ``ProtectedKind/code`` is whatever is said.
    public init(kinds: Set<ProtectedKind> = Self.usual) {
        self.kinds = kinds
    }

    /// The messages with marks of keys from which on a file is taken to have them.
    private static let leastMarked = 2

    /// The rules for a document: with the marks of keys where its messages have such.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - format: Its format.
    public func fitting(_ document: Document, _ format: DocumentFormat) -> ProtectionRules {
        guard format.hasMenus, !kinds.contains(.mnemonic) else {
            return self
        }
        let marked = document.segments.lazy.filter { segment in
            let text = segment.content.text
            return text.contains("&")
                && !ProtectedText.find(in: text, .init(kinds: [.mnemonic])).isEmpty
        }
        guard marked.prefix(Self.leastMarked).count == Self.leastMarked else { return self }
        return ProtectionRules(kinds: kinds.union([.mnemonic]))
    }

    /// All kinds but the mark of a key, which an `&` is in few texts only.
    public static let usual = Set(ProtectedKind.allCases).subtracting([.mnemonic])
}
