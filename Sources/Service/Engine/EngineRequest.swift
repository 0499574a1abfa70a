package import Documents

/// Texts to translate, or segments with codes.
package struct EngineRequest: Sendable {
    /// What texts are written in.
    package enum Format: String, Sendable {
        case text, html
    }

    /// What is translated.
    package enum Input: Sendable {
        case texts([String], Format)
        /// Segments with codes, each for a text of its own.
        case segments([InlineContent])

        /// The texts; of segments without their codes.
        package var plain: [String] {
            switch self {
            case .texts(let texts, _): texts
            case .segments(let contents): contents.map(\.text)
            }
        }

        /// Whether translations have codes.
        var hasCodes: Bool {
            switch self {
            case .texts: false
            case .segments: true
            }
        }
    }

    package var input: Input
    /// nil for what is detected.
    package var source: String?
    package var target: String
    /// How many further translations of every text are wanted.
    package var alternatives = 0
    /// How to search, by the names of `SearchOptions.keys`; what is not named is what the model's
    /// folder says.
    package var options: [String: String] = [:]
    /// Terms with the translations that are asked for.
    package var glossary: [(term: String, translation: String)] = []
    /// What the translation of every text begins with; none, or one for each.
    package var targetPrefixes: [String] = []
    /// Whether translations are to say which parts go together.
    package var wantsAlignment = false
    /// Who asks: requests of one client take turns with those of others as one.
    package var client = ""
    /// Takes the translation of every text as soon as it is there, with its place; on any thread.
    package var onTranslation: (@Sendable (Int, EngineTranslation) -> Void)?

    /// A request with nothing else said.
    ///
    /// - Parameters:
    ///   - input: What is translated.
    ///   - source: Its language; nil for what is detected.
    ///   - target: The language that it is translated into.
    package init(_ input: Input, from source: String?, into target: String) {
        self.input = input
        self.source = source
        self.target = target
    }

    /// Plain texts, with nothing else said.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - source: Their language; nil for what is detected.
    ///   - target: The language that they are translated into.
    package init(_ texts: [String], from source: String?, into target: String) {
        self.init(.texts(texts, .text), from: source, into: target)
    }
}

/// A document to translate.
package struct EngineDocument: Sendable {
    package let bytes: [UInt8]
    /// Its name, without a folder.
    package let name: String
    package let format: DocumentFormat
    /// nil for what is detected.
    package let source: String?
    package let target: String
    /// Who asks.
    package let client: String

    /// A document to translate.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - name: Its name, without a folder.
    ///   - format: Its format.
    ///   - source: Its language; nil for what is detected.
    ///   - target: The language that it is translated into.
    ///   - client: Who asks.
    package init(
        _ bytes: [UInt8], name: String, format: DocumentFormat, from source: String?,
        into target: String, client: String = ""
    ) {
        self.bytes = bytes
        self.name = name
        self.format = format
        self.source = source
        self.target = target
        self.client = client
    }
}
