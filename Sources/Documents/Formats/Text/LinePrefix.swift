/// What stands before the words of a line of plain text: indentation, marks of quotes, a bullet.
struct LinePrefix: Equatable {
    /// All of it.
    let text: String
    /// Whether there is a bullet or a number in it.
    let hasBullet: Bool

    /// The prefix of a line.
    init(of line: String) {
        var rest = line[...]
        Self.skipSpace(&rest)
        while rest.first == ">" {
            rest = rest.dropFirst()
            Self.skipSpace(&rest)
        }
        var hasBullet = false
        while let bullet = Self.bullet(rest) {
            rest = rest.dropFirst(bullet)
            Self.skipSpace(&rest)
            hasBullet = true
        }
        text = String(line[..<rest.startIndex])
        self.hasBullet = hasBullet
    }

    /// What stands before a line that goes on under one with this prefix: blanks for a bullet.
    var continuation: String {
        guard hasBullet else { return text }
        return String(text.map { $0 == ">" || $0 == "\t" ? $0 : " " })
    }

    private static func skipSpace(_ rest: inout Substring) {
        rest = rest.drop { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    }

    /// How many characters a bullet or a number has that begins here and has white space behind it.
    private static func bullet(_ rest: Substring) -> Int? {
        guard let first = rest.first else { return nil }
        if "-*+•‣⁃◦–—·▪▫●○■□✓✔→".contains(first) {
            return rest.dropFirst().first?.isWhitespace ?? false ? 1 : nil
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let letters = digits.isEmpty ? rest.prefix(1).filter { $0.isASCII && $0.isLetter } : ""
        let label = digits.count + letters.count
        let stop = rest.dropFirst(label).first
        // "a)" and "1." and "1)", but not "I. Newton".
        guard (1...3).contains(label), stop == ")" || stop == "." && letters.isEmpty,
            rest.dropFirst(label + 1).first?.isWhitespace ?? false
        else { return nil }
        return label + 1
    }
}
