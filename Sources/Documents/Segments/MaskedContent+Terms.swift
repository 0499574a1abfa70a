import Text

extension MaskedContent.Item {
    /// What became of the term that it stands for; nil where it stands for none.
    var use: TermUse? {
        term.map { TermUse(text: $0, wanted: [text], translation: text, outcome: .exact) }
    }
}

extension MaskedContent {
    /// The content as it is, with the translations of its terms; nil where it has none.
    var replaced: SegmentTranslation? {
        let uses = items.compactMap(\.use)
        return uses.isEmpty
            ? nil : SegmentTranslation(content: unmasked(content), terms: uses)
    }

    /// The beginning of a translation with masks in the place of what the marks stand for, and without
    /// what is before the text and tags in it.
    ///
    /// - Parameter mask: The mask of an item.
    func masked(prefix: String, _ mask: (Int) -> String) -> String {
        var rest = Array(prefix.unicodeScalars)
        func remove(_ text: String, atStart: Bool) {
            let scalars = Array(text.unicodeScalars)
            guard !scalars.isEmpty, let place = rest.firstPlace(of: scalars, from: 0),
                !atStart || place == 0
            else { return }
            rest.removeSubrange(place..<place + scalars.count)
        }
        remove(head, atStart: true)
        for code in content.codes where tags.contains(code.id) {
            remove(code.markup, atStart: false)
        }
        var found: [(place: Range<Int>, item: Int)] = []
        for (number, item) in items.enumerated() {
            let text = Array(item.text.unicodeScalars)
            guard !text.isEmpty else { continue }
            var start = 0
            while let place = rest.firstPlace(of: text, from: start) {
                let range = place..<place + text.count
                if !found.contains(where: { $0.place.overlaps(range) }) {
                    found.append((range, number))
                    break
                }
                start = place + 1
            }
        }
        for (place, item) in found.sorted(by: { $0.place.lowerBound > $1.place.lowerBound }) {
            var text = mask(item)
            if place.lowerBound > 0, rest[place.lowerBound - 1].isOfWord { text = " " + text }
            if place.upperBound < rest.count, rest[place.upperBound].isOfWord { text += " " }
            rest.replaceSubrange(place, with: Array(text.unicodeScalars))
        }
        return String(rest)
    }
}

extension [Unicode.Scalar] {
    /// Where some scalars are for the first time, at a place or behind it.
    fileprivate func firstPlace(of scalars: [Unicode.Scalar], from start: Int) -> Int? {
        guard start + scalars.count <= count else { return nil }
        return (start...count - scalars.count).first {
            self[$0..<$0 + scalars.count].elementsEqual(scalars)
        }
    }
}
