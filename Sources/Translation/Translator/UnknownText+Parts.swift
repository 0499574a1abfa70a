import Text

extension Segment {
    /// What of every part the vocabulary lacks, by its place in the line.
    ///
    /// - Parameter parts: The token ids of the parts, with language and end tokens.
    func unknownText(
        dealtTo parts: [[Int32]], _ tokenizer: SubwordTokenizer
    ) -> [[UnknownText]] {
        // Of the segment's tokens only which they are counts here, so that its parts serve.
        tokenizer.unknownText(in: text, encodedAs: parts.flatMap { $0 })
            .map { $0.moved(scalars: scalarOffset) }
            .dealt(to: parts, languageTokens: languageTokenCount)
    }
}

extension [UnknownText] {
    /// Deals unknown text of a sentence to the parts that it is translated in.
    ///
    /// - Parameters:
    ///   - parts: The token ids of the parts, with end tokens.
    ///   - languageTokens: How many tokens every part begins with that choose its language.
    fileprivate func dealt(to parts: [[Int32]], languageTokens: Int) -> [[UnknownText]] {
        var rest = self[...]
        var start = languageTokens
        return parts.enumerated().map { number, part in
            let end = start + part.count - 1 - languageTokens
            let isLast = number == parts.count - 1
            let own = rest.prefix { isLast || $0.tokens.lowerBound < end }
            rest = rest.dropFirst(own.count)
            defer { start = end }
            return own.map { $0.moved(tokens: languageTokens - start, within: part.count - 1) }
        }
    }

    /// A sentence that names them, or some of them.
    package var warning: String {
        var names: [String] = []
        for text in map(\.text) where !names.contains(text) { names.append(text) }
        let shown = names.prefix(Self.mostNames).map { "\"\($0.shortened)\"" }
        let others = names.count > shown.count ? " and \(names.count - shown.count) more" : ""
        return "The vocabulary lacks \(shown.joined(separator: ", "))\(others): the model does not "
            + "see \(names.count == 1 ? "it" : "them")."
    }

    private static var mostNames: Int { 8 }
}

extension String {
    /// The text, or its beginning.
    fileprivate var shortened: String {
        unicodeScalars.count > 24
            ? String(String.UnicodeScalarView(unicodeScalars.prefix(23))) + "…" : self
    }
}
