extension MarkdownScanner {
    /// Tags, comments and addresses in angle brackets.
    mutating func scanAngle() -> Bool {
        // No tag that somebody wrote is longer, and no text of angle brackets takes long.
        let ahead = text(place..<min(place + 2000, scalars.count))
        if let match = ahead.prefixMatch(of: #/<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>/#)
            ?? ahead.prefixMatch(of: #/<([A-Za-z0-9.!#$%&'*+\/=?^_`{|}~-]+@[A-Za-z0-9.-]+)>/#)
        {
            addAlone(place + match.0.unicodeScalars.count, carrying: String(match.1))
            return true
        }
        if let mark = ahead.prefixMatch(
            of: #/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<![A-Za-z][^>]*>|<!\[CDATA\[[\s\S]*?\]\]>/#)?.0
        {
            addAlone(place + mark.unicodeScalars.count)
            return true
        }
        guard let tag = TaggedText.Tag(at: ahead), tag.name.first?.isLetter ?? false else {
            return false
        }
        if scanCarried(tag, ahead) { return true }
        let end = place + tag.markup.unicodeScalars.count
        nodes.append(MarkdownNode(kind: .tag(tag), range: place..<end))
        place = end
        return true
    }

    /// An element whose text is not translated.
    private mutating func scanCarried(_ tag: TaggedText.Tag, _ ahead: String) -> Bool {
        let isCarried = HTMLElementKinds.notTranslated.contains(tag.name) || tag.name == "pre"
        guard !tag.isEnd, !tag.isAlone, isCarried else { return false }
        let behind = ahead.dropFirst(tag.markup.count)
        let end = "</\(tag.name)>"
        guard let match = behind.lowercased().firstRange(of: end) else { return false }
        let lower = behind.lowercased()
        let count = lower[..<match.lowerBound].unicodeScalars.count
        let inner = String(behind.unicodeScalars.prefix(count))
        // Lower case may have another length, where it is no tag's.
        guard behind.unicodeScalars.count == lower.unicodeScalars.count else { return false }
        addAlone(
            place + tag.markup.unicodeScalars.count + count + end.unicodeScalars.count,
            carrying: inner.replacing("\n", with: " "))
        return true
    }

    /// An address that stands in the text as it is.
    mutating func scanAddress() -> Bool {
        let before = place > 0 ? scalars[place - 1] : " "
        guard !before.properties.isAlphabetic,
            text(place..<min(place + 8, scalars.count)).hasPrefix(#/https?:\/\//#)
        else { return false }
        var end = scalars[place...].prefix {
            !$0.isMarkdownSpace && !"<>[]`\"*|\\".unicodeScalars.contains($0)
        }.endIndex
        while let last = scalar(end - 1), end > place {
            let isOpen = scalars[place..<end].count { $0 == "(" }
            let isClosed = scalars[place..<end].count { $0 == ")" }
            guard ".,:;!?_~'".unicodeScalars.contains(last) || last == ")" && isClosed > isOpen
            else { break }
            end -= 1
        }
        guard end - place > 8 else { return false }
        addAlone(end, carrying: text(place..<end))
        return true
    }

    /// Names of pictures, attributes of headings, tags of templates, formulas.
    mutating func scanOther() -> Bool {
        let before = place > 0 ? scalars[place - 1] : " "
        let ahead = text(place..<min(place + 500, scalars.count))
        if scalars[place] == ":" {
            guard !before.properties.isAlphabetic, before.properties.numericType == nil,
                let name = ahead.prefixMatch(of: #/:[a-z][a-z0-9_+-]*:/#)?.0
            else { return false }
            addAlone(place + name.count, carrying: String(name))
            return true
        }
        let pattern = scalars[place] == "{" ? Self.braces : Self.formula
        guard let mark = ahead.prefixMatch(of: pattern)?.0 else { return false }
        addAlone(place + mark.unicodeScalars.count)
        return true
    }

    nonisolated(unsafe) private static let braces =
        #/\{%[^%]*%\}|\{[#.:][^{}\n]*\}|\{\{[<%][^{}]*[%>]\}\}/#

    /// GitHub's rule, and something that no sum of money has.
    nonisolated(unsafe) private static let formula =
        #/\$(?=[^\s$])(?=[^$]*[\\^_={}])[^$]*[^\s$]\$(?![0-9])|\$(?=[\\^_={}])[^\s$]\$(?![0-9])/#
}

extension String {
    fileprivate func hasPrefix(_ pattern: Regex<Substring>) -> Bool {
        prefixMatch(of: pattern) != nil
    }
}
