/// Finds the language tokens of a corpus, such as `>>fra<<`: what its source lines begin with.
///
/// Not everything between such brackets is one: text has `>>quoted<<` words, too. A language token
/// is made of letters, digits, `_` and `-`, and is there for many lines. Where at least half of the
/// lines begin with tokens, all of these are language tokens, however rare; elsewhere those that
/// begin one line in a hundred, and ten lines at least.
struct LanguageTokenCount {
    private static let longestName = 32

    /// The tokens in the order in which they came.
    private var tokens: [String] = []
    private var counts: [String: Int] = [:]
    private var lineCount = 0

    /// Counts a source line.
    mutating func add(_ line: String) {
        lineCount += 1
        guard let token = Self.parted(line).languageToken.map(String.init) else { return }
        if counts[token] == nil { tokens.append(token) }
        counts[token, default: 0] += 1
    }

    /// The language tokens, in the order in which they came.
    var languageTokens: [String] {
        let total = counts.values.reduce(0, +)
        let fewest = total * 2 >= lineCount ? 1 : max(10, (lineCount + 99) / 100)
        return tokens.filter { (counts[$0] ?? 0) >= fewest }
    }

    /// A line and what may be a language token at its beginning.
    static func parted(_ line: String) -> PartedText {
        let parted = PartedText(line)
        return parted.languageToken.map(isPlausible) == true
            ? parted : PartedText(withoutLanguageToken: line)
    }

    private static func isPlausible(_ token: Substring) -> Bool {
        let name = token.utf8.dropFirst(2).dropLast(2)
        return (1...longestName).contains(name.count)
            && name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
