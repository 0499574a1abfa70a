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
}
