extension AlignedText {
    /// Brings marks whose values come by their order, such as those of `%s` and `%d`, into the
    /// order of the line.
    ///
    /// - Returns: The items that were moved.
    mutating func keepOrder(_ masked: MaskedContent) -> Set<Int> {
        let places = text.indices.filter { place in
            masked.item(of: text[place]).map { masked.items[$0].isOrdered } ?? false
        }
        let items = places.compactMap { masked.item(of: text[$0]) }
        let sorted = items.sorted()
        guard items != sorted, Set(items.map { masked.items[$0].text }).count > 1 else { return [] }
        var moved: Set<Int> = []
        for (place, (old, new)) in zip(places, zip(items, sorted)) where old != new {
            moved.insert(new)
            replaceTarget(place..<place + 1, with: [masked.mark(of: new)])
        }
        return moved
    }
}

extension MaskedContent.Item {
    /// Whether its value comes by its order: `%s`, `{}`, not `%1$s`, `%(name)s`, `%%`.
    fileprivate var isOrdered: Bool {
        guard term == nil, case .text(let text) = element else { return false }
        return ProtectedText.find(in: text, .init(kinds: [.format, .variable])).contains { found in
            found.text == "{}"
                || found.kind == .format && found.text != "%%" && !found.text.contains("(")
                    && !found.text.contains("$") && found.text.last?.isNumber != true
        }
    }
}
