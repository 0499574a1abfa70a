import Translation

extension MaskedContent {
    /// A translation with what its marks stand for, and what was before and behind the text.
    func unmasked(_ translation: InlineContent) -> InlineContent {
        var elements: [InlineContent.Element] = [.text(head)]
        for element in translation.elements {
            switch element {
            case .code(let code) where tags.contains(code.id): elements.append(.text(code.markup))
            case .code(let code): elements.append(.code(code))
            case .text(let text): elements += unmasked(text)
            }
        }
        return InlineContent(elements + [.text(tail)]).joiningTexts
    }

    private func unmasked(_ text: String) -> [InlineContent.Element] {
        if items.isEmpty { return [.text(text)] }
        var elements: [InlineContent.Element] = []
        var words = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let item = item(of: scalar) {
                elements += [.text(String(words)), items[item].element]
                words = .init()
            } else {
                words.append(scalar)
            }
        }
        return elements + [.text(String(words))]
    }

    /// A translation and its line with what the marks stand for; nil where there are codes that
    /// have text to carry, for that is in no text.
    func expanded(_ translation: AlignedText) -> AlignedTranslation? {
        guard items.allSatisfy({ $0.kind != .code }), tags.isEmpty else { return nil }
        var text = translation
        func expand(
            _ scalars: [Unicode.Scalar], as written: (Item) -> String,
            _ replace: (Range<Int>, [Unicode.Scalar]) -> Void
        ) {
            for (place, scalar) in scalars.enumerated().reversed() {
                guard let item = item(of: scalar) else { continue }
                replace(place..<place + 1, Array(written(items[item]).unicodeScalars))
            }
        }
        expand(translation.text, as: \.text) { text.replaceTarget($0, with: $1) }
        expand(translation.line, as: \.sourceText) { text.replaceSource($0, with: $1) }
        let (before, behind) = (Array(head.unicodeScalars), Array(tail.unicodeScalars))
        text.replaceTarget(0..<0, with: before)
        text.replaceSource(0..<0, with: before)
        text.replaceTarget(text.text.count..<text.text.count, with: behind)
        text.replaceSource(text.line.count..<text.line.count, with: behind)
        return text.translation()
    }
}

extension InlineContent {
    /// The same with texts that follow one another in one, and without empty ones.
    var joiningTexts: InlineContent {
        InlineContent(
            elements.reduce(into: []) { elements, element in
                switch element {
                case .text(let text): elements.append(text: text)
                case .code: elements.append(element)
                }
            })
    }
}
