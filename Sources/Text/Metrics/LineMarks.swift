/// What a translation keeps as it is: numbers, placeholders, tags.
enum LineMarks {
    typealias Scalars = [Unicode.Scalar]

    /// The numbers of a text as their digits: `1,000.50` and `1.000,50` are both 100050, and `٣` is 3.
    static func numbers(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var numbers: [Scalars] = []
        var digits: Scalars = []
        var place = 0
        while place < text.count {
            if let digit = digit(text[place]) {
                digits.append(digit)
            } else if !digits.isEmpty, isWithinNumber(text[place]), place + 1 < text.count,
                digit(text[place + 1]) != nil
            {
                // A separator of groups or of decimals: languages write others.
            } else if !digits.isEmpty {
                numbers.append(digits)
                digits = []
            }
            place += 1
        }
        return digits.isEmpty ? numbers : numbers + [digits]
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return ("0"..."9").contains(scalar) ? scalar : nil }
        guard scalar.properties.generalCategory == .decimalNumber,
            let value = scalar.properties.numericValue
        else { return nil }
        return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
    }

    private static func isWithinNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", ",", "'", "\u{2019}", "\u{A0}", "\u{202F}", "\u{66B}", "\u{66C}": true
        default: false
        }
    }

    /// The placeholders and tags of a text: `{name}`, `%s`, `%1$d`, `<b>`, `</b>`.
    static func placeholders(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var found: [Scalars] = []
        var place = 0
        while place < text.count {
            let end =
                switch text[place] {
                case "{": endOfBraces(text, from: place)
                case "<": endOfTag(text, from: place)
                case "%": endOfFormat(text, from: place)
                default: Int?.none
                }
            if let end { found.append(Scalars(text[place..<end])) }
            place = end ?? place + 1
        }
        return found
    }

    private static let longest = 60

    private static func endOfBraces(_ text: Scalars, from start: Int) -> Int? {
        for place in start + 1..<min(text.count, start + longest) {
            if text[place] == "}" { return place > start + 1 ? place + 1 : nil }
            if text[place] == "{" || text[place].isPythonWhitespace { return nil }
        }
        return nil
    }

    private static func endOfTag(_ text: Scalars, from start: Int) -> Int? {
        guard start + 1 < text.count else { return nil }
        let first = text[start + 1] == "/" ? start + 2 : start + 1
        guard first < text.count, isASCIILetter(text[first]) else { return nil }
        for place in first..<min(text.count, start + longest) {
            if text[place] == ">" { return place + 1 }
            if text[place] == "<" { return nil }
        }
        return nil
    }

    private static func endOfFormat(_ text: Scalars, from start: Int) -> Int? {
        var place = start + 1
        while place < text.count, text[place].isASCII,
            ("0"..."9").contains(text[place]) || ".$+-#".unicodeScalars.contains(text[place])
        {
            place += 1
        }
        while place < text.count, "lhzq".unicodeScalars.contains(text[place]) { place += 1 }
        guard place < text.count, "sdiufxXeEgGc@".unicodeScalars.contains(text[place]) else {
            return nil
        }
        // "100%sure" has no placeholder.
        if place + 1 < text.count, isASCIILetter(text[place + 1]) { return nil }
        return place + 1
    }

    private static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
