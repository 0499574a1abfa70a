extension Unicode.Scalar {
    /// Whether it is white space.
    var isSpace: Bool { self == " " || (value > 0x7F || value < 0x20) && properties.isWhitespace }

    /// Whether what follows it is a paragraph of its own.
    var separatesParagraphs: Bool {
        switch self {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    /// Whether it ends sentences.
    package var endsSentences: Bool {
        switch self {
        case ".", "!", "?", "…", "\u{37E}": true
        default: value > 0x7F && properties.isSentenceTerminal
        }
    }

    /// Whether it ends sentences even where no white space follows: those that only some scripts
    /// have tell for themselves.
    package var endsSentencesWithoutSpace: Bool { endsSentences && !isASCII && self != "…" }

    /// Whether it ends sentences of Chinese and Japanese, where no white space follows.
    package var endsIdeographicSentences: Bool {
        endsSentences
            && ((0x3000...0x303F).contains(value) || (0xFF00...0xFFEF).contains(value))
    }

    /// Whether it may be part of what ends a sentence: with a semicolon, Greek asks.
    var stops: Bool { endsSentences || self == ";" }

    /// Whether it may close a quote or a bracket after the end of a sentence, in some language.
    package var closes: Bool { onlyCloses || "“‘«‹".unicodeScalars.contains(self) }

    /// Whether it closes wherever white space follows.
    package var onlyCloses: Bool { "\"'’”»›)]}）］】」』〉》〕".unicodeScalars.contains(self) }

    /// Whether it may stand before the first word of a sentence, in some language.
    var opens: Bool { onlyOpens || "\"'»›".unicodeScalars.contains(self) }

    /// Whether it opens wherever no white space follows.
    var onlyOpens: Bool { "“‘„‚«‹([{¿¡（［【「『〈《〔".unicodeScalars.contains(self) }

    /// Whether it is a digit that marks a footnote.
    var isSuperscriptDigit: Bool {
        "¹²³".unicodeScalars.contains(self) || (0x2070...0x2079).contains(value)
    }

    /// Whether it may stand in brackets as the mark of a footnote.
    var isFootnoteLabel: Bool {
        isASCII && (properties.isAlphabetic || properties.numericType != nil)
    }

    /// Whether it is written without spaces between words: Chinese and Japanese.
    package var isIdeographic: Bool {
        properties.isIdeographic || isHiragana || (0x30A0...0x30FF).contains(value)
    }

    var isHiragana: Bool { (0x3041...0x309F).contains(value) }
}

extension Substring.UnicodeScalarView {
    /// Without the white space at both ends.
    var trimmed: Self { drop(while: \.isSpace).dropLast(while: \.isSpace) }

    /// Without those at the end that have a property.
    func dropLast(while has: (Unicode.Scalar) -> Bool) -> Self {
        self[..<suffix(while: has).startIndex]
    }

    /// Without marks of footnotes at the end: "[12]", "[a]", "¹".
    var withoutFootnoteMarks: Self {
        var rest = self
        while let last = rest.last {
            if last.isSuperscriptDigit {
                rest = rest.dropLast()
            } else if last == "]", let open = rest.suffix(5).lastIndex(of: "[") {
                let label = rest[index(after: open)...].dropLast()
                guard !label.isEmpty, label.allSatisfy(\.isFootnoteLabel) else { return rest }
                rest = rest[..<open]
            } else {
                return rest
            }
        }
        return rest
    }

    /// Those at the end that have a property.
    func suffix(while has: (Unicode.Scalar) -> Bool) -> Self {
        var start = endIndex
        while start > startIndex, has(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }

    /// Whether it begins with a lower-case letter of a script in which sentences begin with
    /// capitals, which Georgian is not.
    var beginsLowerCase: Bool {
        guard let first, first.properties.isLowercase else { return false }
        return !(0x10D0...0x10FF).contains(first.value)
    }
}
