extension Unicode.Scalar {
    /// Whether it may be part of a word: a letter, a digit, or a mark on one.
    package var isOfWord: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark,
            .enclosingMark:
            true
        default: false
        }
    }

    /// Whether it joins words to one.
    package var isHyphen: Bool { self == "-" || self == "\u{2010}" || self == "\u{2011}" }

    /// Whether it is of a script that is written without spaces between words: Chinese, Japanese,
    /// Thai, Lao, Burmese and Khmer.
    package var isOfUnspacedScript: Bool {
        isIdeographic || (0x0E00...0x0EFF).contains(value) || (0x1000...0x109F).contains(value)
            || (0x1780...0x17FF).contains(value)
    }
}
