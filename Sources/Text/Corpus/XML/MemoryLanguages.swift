import Basics

/// Which texts of a translation memory are in the languages that are asked for.
///
/// A memory writes `en-US`, `EN_us` or `en`; who asks for `en` means any of them, `en` itself
/// before all others. Who asks for `en-US` means nothing else.
struct MemoryLanguages {
    /// A side of a pair.
    enum Side {
        case source, target
    }

    /// What a text in a language is good for.
    struct Match {
        let side: Side
        /// Whether the language is the one asked for, and not one of its regions.
        let isExact: Bool
    }

    /// Codes that are remembered; a memory has a handful.
    private static let limit = 1000

    /// The languages that are asked for, in the usual form of their codes.
    let source: String
    let target: String
    /// What is known of languages by their codes as the memory writes them.
    private var known: [String: (code: String, match: Match?)] = [:]
    /// How many texts there are by language.
    private var counts: [String: Int] = [:]

    /// - Parameters:
    ///   - source: The source language's code.
    ///   - target: The target language's code.
    ///   - name: What errors call the file.
    /// - Throws: `CalqueError` when both are the same.
    init(source: String, target: String, in name: String) throws {
        self.source = LanguageCode.canonical(source)
        self.target = LanguageCode.canonical(target)
        guard self.source != self.target else {
            throw CalqueError(
                "Source and target are both in \(self.source). Name two languages of \(name).",
                kind: .configuration)
        }
    }

    /// Counts a text in a language.
    ///
    /// - Parameter written: The language's code as the memory writes it; nil where it writes none.
    /// - Returns: The code's usual form, and what the text is good for, if for anything.
    mutating func note(_ written: String?) -> (code: String, match: Match?) {
        let written = written ?? ""
        let language =
            known[written]
            ?? {
                let code = written.isEmpty ? "no language" : LanguageCode.canonical(written)
                return (code, match(code))
            }()
        if known.count < Self.limit { known[written] = language }
        if counts.count < Self.limit || counts[language.code] != nil {
            counts[language.code, default: 0] += 1
        }
        return language
    }

    private func match(_ code: String) -> Match? {
        if code == source { return Match(side: .source, isExact: true) }
        if code == target { return Match(side: .target, isExact: true) }
        // Of two languages that it is a region of, as in en and en-US, the closer one.
        let sides = [(Side.source, source), (.target, target)]
            .filter { code.hasPrefix($0.1 + "-") }
            .max { $0.1.utf8.count < $1.1.utf8.count }
        return sides.map { Match(side: $0.0, isExact: false) }
    }

    /// The languages that there are, the most frequent first, such as "en-US (12 texts), fr (1
    /// text)".
    var description: String {
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let names = order.prefix(20).map { code, count in
            "\(code) (\(count) \(count == 1 ? "text" : "texts"))"
        }
        let rest = order.count > 20 ? ["and \(order.count - 20) more"] : []
        return (names + rest).joined(separator: ", ")
    }
}
