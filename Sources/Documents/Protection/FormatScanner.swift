/// Finds the conversions of `printf` and its like.
enum FormatScanner {
    private static let flags: Set<Unicode.Scalar> = ["-", "+", "#", "0", "'"]
    private static let lengths: Set<Unicode.Scalar> = ["h", "l", "q", "L", "j", "z", "t"]
    /// The conversions that are told from a word's beginning: `%ss`.
    private static let common: Set<Unicode.Scalar> = [
        "s", "d", "i", "u", "f", "g", "x", "X", "c", "@",
    ]

    /// The end of a conversion; nil where none begins.
    ///
    ///     %[position$][(name)][flags][width][.precision][length]conversion
    static func end(_ text: ScalarText, _ start: Int) -> Int? {
        if text[start + 1] == "%" { return start + 2 }
        var place = start + 1
        if text[place] == "(" {
            let end = text.end(from: place + 1) { $0.isNamePart || $0 == "." || $0 == "-" }
            guard end > place + 1, text[end] == ")" else { return nil }
            place = end + 1
        }
        let digits = text.end(from: place, while: \.isASCIIDigit)
        let hasPosition = digits > place && text[digits] == "$"
        if hasPosition { place = digits + 1 }
        place = text.end(from: place) { flags.contains($0) }
        place = number(text, place)
        if text[place] == "." { place = number(text, place + 1) }
        if let end = conversionEnd(text, place, after: start) { return end }
        let isPlain = digits > start + 1 && digits <= start + 3 && !hasPosition
        return isPlain ? numberEnd(text, start, digits) : nil
    }

    private static func number(_ text: ScalarText, _ place: Int) -> Int {
        if text[place] != "*" { return text.end(from: place, while: \.isASCIIDigit) }
        let digits = text.end(from: place + 1, while: \.isASCIIDigit)
        return text[digits] == "$" ? digits + 1 : place + 1
    }

    private static func conversionEnd(
        _ text: ScalarText, _ place: Int, after start: Int
    ) -> Int? {
        let isPercentage = start > 0 && text[start - 1].isASCIIDigit
        // With a length first: the l of %ld is one, that of %l is none.
        let afterLength = text.end(from: place) { lengths.contains($0) }
        for letter in [afterLength, place] {
            let conversion = text[letter]
            guard conversion.isASCIILetter || conversion == "@" else { continue }
            let goesOn = text[letter + 1].isWordPart
            if goesOn && (isPercentage || !common.contains(conversion)) { continue }
            return letter + 1
        }
        return nil
    }

    /// The end of `%1` of Qt.
    private static func numberEnd(_ text: ScalarText, _ start: Int, _ digits: Int) -> Int? {
        let isPercentage = start > 0 && (text[start - 1].isASCIIDigit)
        return isPercentage || text[start + 1] == "0" || text[digits].isWordPart ? nil : digits
    }
}
