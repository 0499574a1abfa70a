/// Tags in a text as codes: those that belong together begin and end, all others stand alone.
struct TagRoles {
    private(set) var codes: [InlineCode] = []

    /// - Parameters:
    ///   - tags: The tags as they are written, in order.
    ///   - firstID: The id of the first; the end of one has that of its beginning.
    init(_ tags: [String], firstID: Int) {
        var open: [(name: Substring, tag: Int)] = []
        var partners: [Int: Int] = [:]
        for (number, tag) in tags.enumerated() where tag.hasPrefix("<") {
            let name = Self.name(of: tag)
            if tag.hasPrefix("</") {
                // What is still open within it has no end.
                guard let begin = open.lastIndex(where: { $0.name == name }) else { continue }
                partners[number] = open[begin].tag
                open.removeSubrange(begin...)
            } else if !tag.hasSuffix("/>") {
                open.append((name, number))
            }
        }
        let begins = Set(partners.values)
        codes = tags.enumerated().map { number, tag in
            if let begin = partners[number] {
                return InlineCode(id: firstID + begin, .end, markup: tag)
            }
            return InlineCode(
                id: firstID + number, begins.contains(number) ? .begin : .alone, markup: tag)
        }
    }

    private static func name(of tag: String) -> Substring {
        tag.drop { $0 == "<" || $0 == "/" }
            .prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == ":" || $0 == "_" }
    }
}
