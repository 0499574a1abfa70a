import Basics
import CICU
import Foundation

/// Where ICU's rules, those of Unicode's annex 29, see sentences end.
///
/// Any number of threads may ask one value; they then wait for each other.
final class SentenceBoundaries: Sendable {
    /// Finds the rules of a language, or of all for an empty name.
    typealias Opening = @Sendable (_ language: String) -> OpaquePointer?

    private let language: String
    private let open: Opening
    /// Nil before the first text. They change with every text; only the holder of `lock` touches them.
    nonisolated(unsafe) private var rules: OpaquePointer?
    private let lock = NSLock()

    /// The rules of a language, such as `el`; of all for nil or one without rules of its own.
    init(language: String?, opening open: @escaping Opening) {
        self.language = language ?? ""
        self.open = open
    }

    deinit {
        if let rules { cicu_sentences_close(rules) }
    }

    /// The offsets in UTF-8 after which a sentence may begin, in order; the end is none of them.
    ///
    /// - Throws: `CalqueError` when ICU's data were cut down to some that have no rules.
    func offsets(in text: some Sequence<UInt8>) throws -> [Int] {
        let bytes = Self.readable(text)
        return try lock.withLock {
            let rules = try self.rules ?? openRules()
            self.rules = rules
            return bytes.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                guard cicu_sentences_begin(rules, start, bytes.count) else { return [] }
                let ends = sequence(state: rules) { rules in
                    let offset = Int(cicu_sentences_next(rules))
                    return offset < 0 ? nil : offset
                }
                return ends.filter { $0 < bytes.count }
            }
        }
    }

    /// Where a mark of a footnote is that begins at a place behind a word; empty where none does.
    private static func footnoteMark(at place: Int, _ bytes: [UInt8]) -> Range<Int> {
        let none = place..<place
        guard bytes[place - 1] > UInt8(ascii: " ") else { return none }
        let ahead = bytes[place...].prefix(5)
        if bytes[place] == UInt8(ascii: "[") {
            guard let end = ahead.firstIndex(of: UInt8(ascii: "]")), end > place + 1,
                ahead[place + 1..<end].allSatisfy({ Unicode.Scalar($0).isFootnoteLabel })
            else { return none }
            return place..<end + 1
        }
        let count = bytes[place] == 0xC2 ? 2 : 3
        guard
            let scalar = String(decoding: ahead.prefix(count), as: UTF8.self).unicodeScalars.first,
            scalar.isSuperscriptDigit
        else { return none }
        return place..<place + count
    }

    private func openRules() throws -> OpaquePointer {
        guard let rules = open(language) ?? open("") else {
            throw CalqueError(
                "The data of the library ICU have no rules for where sentences end.",
                remedy: .installSentenceRules, kind: .unsupported)
        }
        return rules
    }

    /// The text as the rules are to see it, byte for byte in its place: three full stops for each
    /// "…", which to them is no end of a sentence; and a capital for the first digit after a space,
    /// for they take "2 men" for the beginning of no sentence, since its first letter is none. And
    /// brackets that close for marks of footnotes, "[12]" and "¹", which belong to the end before them.
    private static func readable(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes = Array(text)
        for place in bytes.indices.dropFirst() {
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9") where bytes[place - 1] == UInt8(ascii: " "):
                bytes[place] = UInt8(ascii: "A")
            case 0xA6 where place > 1 && bytes[place - 2] == 0xE2 && bytes[place - 1] == 0x80:
                for byte in place - 2...place { bytes[byte] = UInt8(ascii: ".") }
            case UInt8(ascii: "["), 0xC2, 0xE2:
                let mark = footnoteMark(at: place, bytes)
                for byte in mark { bytes[byte] = UInt8(ascii: ")") }
            default: break
            }
        }
        return bytes
    }
}

/// What ICU knows of languages.
enum LanguageData {
    /// The language of a name such as `de`, `deu`, `de-AT` or `deu_Latn`, in two letters if it has
    /// such a code; nil for a name that begins with none.
    static func language(of name: String) -> String? {
        let language = texts { cicu_language(name, $0, $1) }.first
        return language == "" ? nil : language
    }

    /// What Unicode's locale data lists for a language as ending no sentence: "Prof.", "n. Chr.".
    static func suppressions(in language: String) -> [String] {
        texts { cicu_suppressions(language, $0, $1) }
    }

    /// What Unicode's locale data has in a language, such as `de` or `zh_Hant`: names of languages,
    /// countries, currencies, units, cities, months.
    static func texts(in locale: String) -> [String] {
        texts { cicu_locale_texts(locale, $0, $1) }
    }

    /// The name of a language in English; nil where it has none.
    static func englishName(of code: String) -> String? {
        let name = texts { cicu_display_name(code, "en", $0, $1) }.first
        return name == code ? nil : name
    }

    /// The texts that a function of the library hands out.
    private static func texts(
        _ visit: (cicu_text_visitor, UnsafeMutableRawPointer) -> Void
    ) -> [String] {
        var texts: [String] = []
        withUnsafeMutablePointer(to: &texts) { pointer in
            visit(
                { context, text in
                    guard let text else { return }
                    context?.assumingMemoryBound(to: [String].self).pointee
                        .append(String(cString: text))
                }, UnsafeMutableRawPointer(pointer))
        }
        return texts
    }
}
