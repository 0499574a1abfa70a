extension Unicode.Scalar {
    /// Whether it may be part of a word: a letter, a digit, or a mark on one.
    package var isOfWord: Bool {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
        case ..<0x80: return false
        default: break
        }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark,
            .enclosingMark:
            true
        default: false
        }
    }

    /// Whether it may be part of a word of a script with spaces between words.
    package var isOfSpacedWord: Bool { isOfWord && !isOfUnspacedScript }

    /// Whether it joins words to one.
    package var isHyphen: Bool { self == "-" || self == "\u{2010}" || self == "\u{2011}" }

    /// Whether it is of a script that is written without spaces between words: Chinese, Japanese,
    /// Thai, Lao, Tibetan, Burmese and Khmer.
    package var isOfUnspacedScript: Bool {
        switch value {
        case ..<0x0E00: false
        case 0x0E00...0x109F, 0x1780...0x17FF, 0x2E80...0x312F, 0x31F0...0x31FF,
            0xFF66...0xFF9D:
            true
        default: isIdeographic
        }
    }
}
