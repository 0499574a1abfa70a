extension MarkdownScanner {
    mutating func openBracket(isImage: Bool) -> Bool {
        let count = isImage ? 2 : 1
        if scalar(place + count) == "^", !isImage, let end = footnoteEnd(place + 2) {
            addAlone(end)
            return true
        }
        nodes.append(MarkdownNode(kind: .text(isImage ? "![" : "["), range: place..<place + count))
        brackets.append(
            Bracket(
                node: nodes.count - 1, isImage: isImage, textStart: place + count,
                delimiterCount: delimiters.count))
        place += count
        // Text behind it is a node of its own.
        nodes.append(MarkdownNode(kind: .removed, range: place..<place))
        return true
    }

    private func footnoteEnd(_ start: Int) -> Int? {
        let label = scalars[start...].prefix { $0 != "]" && $0 != "[" && !$0.isMarkdownSpace }
        guard !label.isEmpty, scalar(label.endIndex) == "]" else { return nil }
        return label.endIndex + 1
    }

    mutating func closeBracket() -> Bool {
        guard let bracket = brackets.popLast() else { return false }
        guard bracket.isActive, let target = target(of: bracket) else {
            return false
        }
        if bracket.isImage { addImage(bracket, target) } else { addLink(bracket, target) }
        return true
    }

    /// What a bracket points to.
    private struct Target {
        /// Where its markup ends.
        let end: Int
        var title: MarkdownInline.Attribute?
        /// Whether the text is the label.
        var textIsLabel = false
    }

    private mutating func addLink(_ bracket: Bracket, _ target: Target) {
        nodes[bracket.node].kind = .linkStart
        let label = text(bracket.textStart..<place)
        matchDelimiters(from: bracket.delimiterCount)
        nodes.append(
            MarkdownNode(
                kind: .linkEnd(changed: target.textIsLabel ? "][\(label)]" : nil),
                range: place..<target.end, attributes: target.title.map { [$0] } ?? []))
        place = target.end
        // No link is in another.
        for number in brackets.indices where !brackets[number].isImage {
            brackets[number].isActive = false
        }
    }

    private mutating func addImage(_ bracket: Bracket, _ target: Target) {
        let start = nodes[bracket.node].range.lowerBound
        delimiters.removeSubrange(min(bracket.delimiterCount, delimiters.count)...)
        nodes.removeSubrange(bracket.node...)
        var attributes: [MarkdownInline.Attribute] = []
        if !target.textIsLabel {
            attributes.append(.init(range: bracket.textStart..<place, quote: nil))
        }
        if let title = target.title { attributes.append(title) }
        nodes.append(
            MarkdownNode(
                kind: .alone(carried: nil, separates: false), range: start..<target.end,
                attributes: attributes))
        place = target.end
    }

    private func target(of bracket: Bracket) -> Target? {
        if let inline = inlineTarget() { return inline }
        if scalar(place + 1) == "[", let end = labelEnd(place + 2) {
            let label = end == place + 2 ? bracket.textStart..<place : place + 2..<end
            if isDefined(label) {
                return Target(end: end + 1, textIsLabel: end == place + 2)
            }
            return nil
        }
        guard isDefined(bracket.textStart..<place) else { return nil }
        return Target(end: place + 1, textIsLabel: true)
    }

    private func isDefined(_ range: Range<Int>) -> Bool {
        guard range.count < 1000 else { return false }
        return MarkdownDefinition.label(text(range)).map(labels.contains) ?? false
    }

    private func labelEnd(_ start: Int) -> Int? {
        var end = start
        while let scalar = scalar(end), end - start < 1000 {
            if scalar == "]" { return end }
            if scalar == "[" { return nil }
            end += scalar == "\\" ? 2 : 1
        }
        return nil
    }

    /// What `(address "title")` behind a bracket points to.
    private func inlineTarget() -> Target? {
        guard scalar(place + 1) == "(" else { return nil }
        let start = spaceEnd(place + 2)
        guard let addressEnd = addressEnd(start) else { return nil }
        let titleStart = spaceEnd(addressEnd)
        if scalar(titleStart) == ")" { return Target(end: titleStart + 1) }
        guard titleStart > addressEnd, let quote = scalar(titleStart),
            let titleEnd = titleEnd(titleStart)
        else { return nil }
        let end = spaceEnd(titleEnd)
        guard scalar(end) == ")" else { return nil }
        return Target(
            end: end + 1, title: .init(range: titleStart + 1..<titleEnd - 1, quote: quote))
    }

    private func spaceEnd(_ start: Int) -> Int {
        guard start < scalars.count else { return start }
        return scalars[start...].prefix { $0 == " " || $0 == "\n" || $0 == "\t" }.endIndex
    }

    private func addressEnd(_ start: Int) -> Int? {
        var end = start
        if scalar(start) == "<" {
            end += 1
            while let next = scalar(end), next != ">" {
                if next == "\n" || next == "<" { return nil }
                end += next == "\\" ? 2 : 1
            }
            return end < scalars.count ? end + 1 : nil
        }
        var depth = 0
        while let next = scalar(end), next.value > 0x20 {
            if next == "(" { depth += 1 }
            if next == ")" {
                if depth == 0 { break }
                depth -= 1
            }
            if depth > 32 { return nil }
            end += next == "\\" && (scalar(end + 1)?.isASCIIPunctuation ?? false) ? 2 : 1
        }
        return depth == 0 ? min(end, scalars.count) : nil
    }

    private func titleEnd(_ start: Int) -> Int? {
        guard let open = scalar(start), "\"'(".unicodeScalars.contains(open) else { return nil }
        let close: Unicode.Scalar = open == "(" ? ")" : open
        var end = start + 1
        while let next = scalar(end) {
            if next == close { return end + 1 }
            if next == "(", open == "(" { return nil }
            end += next == "\\" ? 2 : 1
        }
        return nil
    }
}
