/// Text with tags in it, such as `Read <b>this</b>.`, where nothing says that it is HTML: tags that
/// belong together are codes that begin and end, others stand alone, and all else is text as it is
/// written.
enum TaggedText {
    /// The content of a text.
    static func content(of text: some StringProtocol) -> InlineContent {
        var builder = InlineContentBuilder()
        var rest = text[...]
        while let place = rest.firstIndex(of: "<") {
            builder.add(text: rest[..<place])
            rest = rest[place...]
            if let tag = Tag(at: rest) {
                builder.add(tag)
                rest = rest.dropFirst(tag.markup.count)
            } else {
                builder.add(text: "<")
                rest = rest.dropFirst()
            }
        }
        builder.add(text: rest)
        return builder.content()
    }

    /// A tag of HTML's form.
    struct Tag {
        /// How it is written.
        let markup: String
        /// Its name in lower case.
        let name: String
        /// Whether it ends an element.
        let isEnd: Bool
        /// Whether it is an element by itself.
        let isAlone: Bool

        /// The tag that a text begins with.
        init?(at text: some StringProtocol) {
            var rest = text.dropFirst()
            isEnd = rest.first == "/"
            if isEnd { rest = rest.dropFirst() }
            // "<0>" and "<1/>" are elements of i18next; "<00:01.000>" is no name.
            let name = rest.prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0)
            }
            guard let first = name.first,
                first.isLetter || name.count < 3 && name.allSatisfy(\.isNumber)
            else { return nil }
            rest = rest.dropFirst(name.count)
            guard rest.first.map({ $0.isWhitespace || "/>".contains($0) }) ?? false,
                let end = Self.end(rest)
            else { return nil }
            markup = String(text[text.startIndex...end])
            // "<c.yellow>" of subtitles ends with "</c>".
            self.name = name.prefix { $0 != "." }.lowercased()
            isAlone =
                !isEnd && (markup.hasSuffix("/>") || HTMLElementKinds.voids.contains(self.name))
        }

        /// Where the tag ends, quotes of attributes left out of account.
        private static func end<Text: StringProtocol>(_ text: Text) -> Text.Index? {
            var quote: Character?
            for place in text.indices {
                let character = text[place]
                if let open = quote {
                    if character == open { quote = nil }
                } else if character == ">" {
                    return place
                } else if character == "<" {
                    return nil
                } else if character == "\"" || character == "'" {
                    quote = character
                }
            }
            return nil
        }
    }
}

/// Makes content of text and tags, in order.
struct InlineContentBuilder {
    private var elements: [InlineContent.Element] = []
    private var nextID = 0
    /// The places in `elements` and the names of what is open.
    private var open: [(place: Int, name: String)] = []

    /// Adds text.
    mutating func add(text: some StringProtocol) {
        elements.append(text: text)
    }

    /// Adds a code that stands alone.
    @discardableResult
    mutating func addAlone(
        _ markup: String, carrying text: String? = nil, separatesWords: Bool = false
    ) -> Int {
        elements.append(
            .code(
                InlineCode(
                    id: nextID, .alone, markup: markup, carriedText: text,
                    separatesWords: separatesWords)))
        nextID += 1
        return nextID - 1
    }

    /// Adds a tag: it stands alone until its end is added.
    mutating func add(_ tag: TaggedText.Tag) {
        if tag.isEnd {
            close(tag.name, tag.markup)
        } else {
            let separates = tag.name == "br" || tag.name == "hr"
            addAlone(tag.markup, separatesWords: separates)
            if !tag.isAlone { open.append((elements.count - 1, tag.name)) }
        }
    }

    /// Adds the beginning of something.
    mutating func open(_ name: String, _ markup: String) {
        addAlone(markup)
        open.append((elements.count - 1, name))
    }

    /// Adds the end of what was opened last with a name; what was opened since then stands alone.
    ///
    /// - Returns: Its id.
    @discardableResult
    mutating func close(_ name: String, _ markup: String) -> Int {
        guard let match = open.lastIndex(where: { $0.name == name }),
            case .code(let code) = elements[open[match].place]
        else { return addAlone(markup) }
        elements[open[match].place] = .code(InlineCode(id: code.id, .begin, markup: code.markup))
        elements.append(.code(InlineCode(id: code.id, .end, markup: markup)))
        open.removeSubrange(match...)
        return code.id
    }

    /// What was added.
    func content() -> InlineContent { InlineContent(elements) }
}
