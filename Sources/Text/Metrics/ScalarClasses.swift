/// The classes of scalars by which sacreBLEU's tokenizers cut.
///
/// Most text is ASCII, and looking up a general category costs more than all other work on a
/// scalar; so ASCII is told apart first.
extension Unicode.Scalar {
    /// Whether it is in Python's `string.punctuation`: the ASCII scalars of `\p{P}` and `\p{S}`.
    var isASCIIPunctuation: Bool {
        switch self {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    /// `\p{N}`.
    var isNumber: Bool {
        if isASCII { return "0"..."9" ~= self }
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    /// `\p{P}`.
    var isPunctuation: Bool {
        if isASCII { return isASCIIPunctuation && !isSymbol }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// `\p{S}`.
    var isSymbol: Bool {
        switch self {
        case "$", "+", "<", "=", ">", "^", "`", "|", "~": return true
        case _ where isASCII: return false
        default: break
        }
        switch properties.generalCategory {
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return true
        default: return false
        }
    }

    /// Whether sacreBLEU's tokenizer `zh` takes it for Chinese: a character, a stroke, a sign of
    /// sounds, punctuation and whatever else is as wide.
    ///
    /// Two of its ranges are not the ones that they were meant to be, those beyond U+FFFF: Python
    /// reads `'\u20000'` as U+2000 and a zero. Scores are to be the same, so they are here, too.
    var isChinese: Bool {
        switch value {
        case 0..<0x2001: false
        case 0x2001...0x2A6D, 0x2E80...0x2FDF, 0x2FF0...0x303F, 0x3100...0x312F, 0x31A0...0x31EF,
            0x3200...0x33FF, 0x3400...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D,
            0xFA30...0xFA6A, 0xFA70...0xFAD9, 0xFE10...0xFE1F, 0xFE30...0xFE4F, 0xFF00...0xFFEF:
            true
        default: false
        }
    }
}
