/// How Tercom makes words of a line, as sacreBLEU's options of TER have it: marks parted from words, or
/// taken away, and Chinese and Japanese cut into characters.
///
/// Each rule is a pass over the line, in Tercom's order, for the later ones see the spaces of the
/// earlier.
struct TercomWords {
    var isNormalized = false
    var dropsPunctuation = false
    var supportsAsian = false

    /// The words of a line.
    func cut(_ line: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
        guard !line.isEmpty, isNormalized || dropsPunctuation else {
            return line.splitAtWhitespace()
        }
        var line = isNormalized ? normalized(Array(line.droppingTrailingWhitespace())) : line
        if dropsPunctuation {
            line.removeAll { $0.isTercomMark || (supportsAsian && $0.isTercomAsianMark) }
        }
        return line.splitAtWhitespace()
    }

    private func normalized(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var line = line.replacing("\n-", with: "").map { $0 == "\n" ? " " : $0 }
        for (entity, character) in Self.entities {
            line = line.replacing(entity, with: character)
        }
        line = [" "] + line + [" "]
        line = line.settingApart(where: \.isTercomSeparator)
        line = line.replacing("'s ", with: " 's ")
        // Not between digits: each pair of characters is looked at once.
        line = line.replacingPairs { first, second in
            !first.isDigit && second.isPoint ? [first, " ", second, " "] : nil
        }
        line = line.replacingPairs { first, second in
            first.isPoint && !second.isDigit ? [" ", first, " ", second] : nil
        }
        line = line.replacingPairs { first, second in
            first.isDigit && second == "-" ? [first, " ", second, " "] : nil
        }
        guard supportsAsian else { return line }
        return line.settingApart { $0.isTercomIdeograph || $0.isTercomAsianMark }
    }

    private static let entities = [
        ("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"),
    ]
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { "0"..."9" ~= self }
    fileprivate var isPoint: Bool { self == "." || self == "," }

    /// ASCII punctuation and the space, but for the apostrophe, the comma, the hyphen and the point.
    fileprivate var isTercomSeparator: Bool {
        switch self {
        case " "..."&", "("..."+", "/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    fileprivate var isTercomMark: Bool {
        switch self {
        case ".", ",", "?", ":", ";", "!", "\"", "(", ")": true
        default: false
        }
    }

    /// What stands for a word, of Chinese and Japanese. The last range but one ends far behind the block
    /// that it is said to be; scores are to be the same.
    fileprivate var isTercomIdeograph: Bool {
        switch value {
        case 0..<0x2E80: false
        case 0x2E80...0x2EFF, 0x31C0...0x31EF, 0x3300...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0x3200...0x3F22, 0xF900...0xFAFF, 0xFE30...0xFE4F:
            true
        default: false
        }
    }

    fileprivate var isTercomAsianMark: Bool {
        switch value {
        case 0..<0x3001: false
        case 0x3001...0x3002, 0x3008...0x3011, 0x3014...0x301F, 0x30FB, 0xFF61...0xFF65, 0xFF0E,
            0xFF0C, 0xFF1F, 0xFF1A...0xFF1B, 0xFF01...0xFF02, 0xFF08...0xFF09:
            true
        default: false
        }
    }
}

extension [Unicode.Scalar] {
    /// With a space on either side of some scalars.
    fileprivate func settingApart(where isApart: (Unicode.Scalar) -> Bool) -> Self {
        flatMap { isApart($0) ? [" ", $0, " "] : [$0] }
    }

    /// With other text where a text stands, from left to right.
    fileprivate func replacing(_ text: String, with other: String) -> Self {
        let wanted = Array(text.unicodeScalars)
        guard contains(wanted[0]) else { return self }
        var result: Self = []
        var place = 0
        while place < count {
            if self[place...].starts(with: wanted) {
                result += other.unicodeScalars
                place += wanted.count
            } else {
                result.append(self[place])
                place += 1
            }
        }
        return result
    }

    /// With others in the place of some neighbours, from left to right; none is looked at again.
    fileprivate func replacingPairs(
        _ replacement: (Unicode.Scalar, Unicode.Scalar) -> Self?
    ) -> Self {
        var result: Self = []
        result.reserveCapacity(count)
        var place = 0
        while place < count {
            if place + 1 < count, let others = replacement(self[place], self[place + 1]) {
                result += others
                place += 2
            } else {
                result.append(self[place])
                place += 1
            }
        }
        return result
    }
}
