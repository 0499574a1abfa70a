/// Finds names of variables in braces, behind a colon, and references to other texts.
enum VariableScanner {
    private static let longest = 200
    private static let types: Set<String> = [
        "number", "date", "time", "spellout", "ordinal", "duration", "list",
    ]

    static func begins(_ scalar: Unicode.Scalar) -> Bool {
        ["{", "$", "%", "#", "@"].contains(scalar)
    }

    /// The end of a variable in braces, with the mark before them.
    static func end(_ text: ScalarText, _ start: Int) -> Int? {
        let open = text[start] == "{" ? start : start + 1
        guard text[open] == "{", let close = closingBrace(text, open) else { return nil }
        let isDouble = text[open + 1] == "{" && text[close - 1] == "}" && close - open > 3
        let isBlock = text[open + 1] == "%" && text[close - 1] == "%" && close - open > 3
        if isDouble || isBlock { return close + 1 }
        return isName(text, open + 1..<close) ? close + 1 : nil
    }

    private static func closingBrace(_ text: ScalarText, _ open: Int) -> Int? {
        var depth = 0
        for place in open..<min(text.count, open + longest) {
            switch text[place] {
            case "{": depth += 1
            case "}":
                depth -= 1
                if depth == 0 { return place }
            case "\n": return nil
            default: break
            }
        }
        return nil
    }

    /// Whether what stands in braces is a name, with or without a format: `name`, `0:>10`, `x,
    /// number`.
    private static func isName(_ text: ScalarText, _ range: Range<Int>) -> Bool {
        if range.isEmpty { return true }
        let end = text.end(from: range.lowerBound) {
            $0.isNamePart || ".-[]$@/".unicodeScalars.contains($0)
        }
        if end >= range.upperBound { return text[range.upperBound - 1] != "-" }
        switch text[end] {
        case ":", "!": return !text[end..<range.upperBound].contains(where: \.isWhitespace)
        case ",":
            let parts = text[end + 1..<range.upperBound].split(separator: ",")
            let type = parts.first.map { $0.filter { !$0.isWhitespace } } ?? ""
            return end > range.lowerBound && types.contains(type)
        default: return false
        }
    }

    /// The end of `$t(…)`, with what is nested in it.
    static func referenceEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard text.has("$t(", at: start) else { return nil }
        var depth = 0
        for place in start..<min(text.count, start + longest) {
            if text[place] == "(" { depth += 1 }
            if text[place] == ")" {
                depth -= 1
                if depth == 0 { return place + 1 }
            }
        }
        return nil
    }

    /// The end of `:name`, or `:name:`, at the beginning of a word.
    static func colonEnd(_ text: ScalarText, _ start: Int) -> Int? {
        let opens =
            start == 0 || "([{\"'“«/".unicodeScalars.contains(text[start - 1])
            || text[start - 1].isWhitespace
        guard opens, ("a"..."z").contains(text[start + 1]) else { return nil }
        let end = text.end(from: start + 1, while: \.isNamePart)
        guard end > start + 2 else { return nil }
        if text[end] == ":" { return end + 1 }
        return text.isWordEnd(end) ? end : nil
    }
}
