import Basics

/// Puts backslashes before what would be markup in a text of Markdown.
struct MarkdownEscaping {
    /// Characters that the paragraph writes by their names: `&nbsp;`.
    let spellings: [Unicode.Scalar: String]
    /// The labels of links that are defined in the document.
    let labels: Set<String>
    /// Whether it is in a cell of a table.
    let isCell: Bool
    /// Whether everything is escaped that may be markup anywhere.
    var isThorough = false

    /// A text as it is written.
    ///
    /// - Parameters:
    ///   - text: What it says.
    ///   - before: What stands before it in the line.
    ///   - next: What markup follows at once; empty where nothing does.
    func escaped(_ text: String, after before: Unicode.Scalar?, next: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var escaped = ""
        for (place, scalar) in scalars.enumerated() {
            if let spelling = spellings[scalar] {
                escaped += spelling
                continue
            }
            let previous = place > 0 ? scalars[place - 1] : before
            let following = scalars.dropFirst(place + 1)
            if isMarkup(scalar, previous, following, next) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }

    private func isMarkup(
        _ scalar: Unicode.Scalar, _ previous: Unicode.Scalar?,
        _ following: ArraySlice<Unicode.Scalar>, _ next: String
    ) -> Bool {
        let after = following.first ?? next.unicodeScalars.first
        if isThorough, "\\`*_[]<>&~!#|${".unicodeScalars.contains(scalar) { return true }
        if isThorough, scalar == ":", after?.properties.isAlphabetic ?? false { return true }
        switch scalar {
        case "\\": return after.map { $0.isASCIIPunctuation || $0 == "\n" } ?? true
        case "`": return true
        case "*": return !((previous?.isMarkdownSpace ?? true) && (after?.isMarkdownSpace ?? true))
        case "_":
            let isInWord = previous?.isWordPart ?? false && after?.isWordPart ?? false
            let isApart = previous?.isMarkdownSpace ?? true && after?.isMarkdownSpace ?? true
            return !isInWord && !isApart
        case "~": return previous == "~" || after == "~"
        case "<":
            return after.map { $0.properties.isAlphabetic || "/!?".unicodeScalars.contains($0) }
                ?? false
        case "&": return isEntity(following)
        case "|": return isCell
        case "!": return after == "["
        case "[": return isLabel(following)
        case "]": return after == "(" || after == "[" || after == ":"
        default: return false
        }
    }

    private func isEntity(_ following: ArraySlice<Unicode.Scalar>) -> Bool {
        let name = following.prefix(34).prefix {
            $0.isASCII && $0.isWordPart || $0 == "#"
        }
        return !name.isEmpty && following.dropFirst(name.count).first == ";"
    }

    /// Whether a bracket before a text begins a link or a footnote.
    private func isLabel(_ following: ArraySlice<Unicode.Scalar>) -> Bool {
        if following.first == "^" { return true }
        guard let end = following.prefix(1000).firstIndex(of: "]") else { return false }
        let label = String(following[..<end])
        return MarkdownDefinition.label(label).map(labels.contains) ?? false
    }

    /// A line with a backslash before what would be the mark of a block at its beginning.
    ///
    /// - Parameter isFirst: Whether a paragraph begins with it.
    static func guarded(_ line: String, isFirst: Bool) -> String {
        if let number = line.prefixMatch(of: #/(\d{1,9})([.)])(?=[ \t]|$)/#) {
            return "\(number.1)\\\(number.2)" + line[number.0.endIndex...]
        }
        let marks =
            #/(?:[-+*](?=[ \t]|$)|#{1,6}(?=[ \t]|$)|>|~{3}|:{3}|\${2}|=+[ \t]*$|-+[ \t]*$|\|?[ \t]*:?-+:?[ \t|:-]*$|(?:!!!|\?\?\?)[ \t])/#
        if line.prefixMatch(of: marks) != nil { return "\\" + line }
        if isFirst, line.prefixMatch(of: #/\[[^\]]*\]:|\[[ xX]\][ \t]|\[![A-Za-z]+\]/#) != nil {
            return "\\" + line
        }
        return line
    }
}

extension MarkdownEscaping {
    /// A text inside a code as it is written: marks of its own are kept, and what would end it is
    /// escaped.
    static func attribute(_ content: InlineContent, _ quote: Unicode.Scalar?) -> String {
        let special = quote.map { $0 == "(" ? "()" : String($0) } ?? "[]"
        var written = ""
        var isEscaped = false
        for scalar in content.plainText.unicodeScalars {
            if special.unicodeScalars.contains(scalar), !isEscaped { written += "\\" }
            written.unicodeScalars.append(scalar)
            isEscaped = scalar == "\\" && !isEscaped
        }
        return isEscaped ? written + "\\" : written
    }
}
