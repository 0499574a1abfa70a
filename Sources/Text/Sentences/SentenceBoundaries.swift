import CICU
import Foundation

/// Where ICU's rules, those of Unicode's annex 29, see sentences end.
///
/// Any number of threads may ask one value; they then wait for each other.
final class SentenceBoundaries: Sendable {
    /// Changes with every text; only the holder of `lock` touches it.
    nonisolated(unsafe) private let rules: OpaquePointer
    private let lock = NSLock()

    /// The rules of a language, such as `el`; of all for nil or one without rules of its own.
    init(language: String?) {
        guard let rules = cicu_sentences_open(language ?? "") ?? cicu_sentences_open("") else {
            preconditionFailure("ICU's data has no rules for sentences: install all of the library")
        }
        self.rules = rules
    }

    deinit {
        cicu_sentences_close(rules)
    }

    /// The offsets in UTF-8 behind which a sentence may begin, in order; the end is none of them.
    func offsets(in text: some Sequence<UInt8>) -> [Int] {
        let bytes = Self.withFullStopsForEllipses(text)
        return lock.withLock {
            bytes.withUnsafeBytes { bytes in
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

    /// The text with three full stops for each "…", which take as many bytes. To the rules, "…" is
    /// no end of a sentence, and they are one.
    private static func withFullStopsForEllipses(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes = Array(text)
        var place = 0
        while let start = bytes[place...].firstIndex(of: 0xE2), start + 2 < bytes.count {
            place = start + 1
            guard bytes[start + 1] == 0x80, bytes[start + 2] == 0xA6 else { continue }
            for byte in start...start + 2 { bytes[byte] = UInt8(ascii: ".") }
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
