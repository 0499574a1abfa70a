/// Content with a mark, a single letter of a script that nobody writes any more, in the place of
/// everything that is carried over as it is.
///
/// Codes that stand alone and have text to carry are marks as well. Tags in text become codes, so
/// that they go where the words go that they are around.
struct MaskedContent {
    /// What a mark stands for.
    struct Item {
        /// nil for a term of a glossary, whose translation it stands for.
        let kind: ProtectedKind?
        let element: InlineContent.Element
        /// The term, as it is written in the source; nil for what is not one.
        let term: String?
        /// Whether there is a letter before it, or behind it, with no space between.
        var isGlued: (before: Bool, behind: Bool) = (false, false)

        init(kind: ProtectedKind?, element: InlineContent.Element, term: String? = nil) {
            self.kind = kind
            self.element = element
            self.term = term
        }

        /// What a reader reads in the source.
        var sourceText: String { term ?? text }

        /// What a reader reads in the translation.
        var text: String {
            switch element {
            case .text(let text): text
            case .code(let code): code.carriedText ?? ""
            }
        }
    }

    /// What is translated, with marks.
    private(set) var content = InlineContent()
    /// What carries its codes over to a translation.
    private(set) var projection = InlineProjection(of: .init())
    /// The last of its text while it is made.
    private var lastScalar: Unicode.Scalar?
    /// What the marks stand for, in the order of the source.
    private(set) var items: [Item] = []
    /// What is before all that is translated, and behind it: white space, emoji.
    private(set) var head = ""
    private(set) var tail = ""
    /// The text of codes that were tags in text, by their ids.
    private(set) var tags: Set<Int> = []
    private let unknown: UnknownScanner?
    /// The first mark; nil where the text has all letters that might be one, so that nothing of it
    /// is protected.
    private let firstMark: UInt32?

    /// Content with its marks.
    ///
    /// - Parameters:
    ///   - source: The content.
    ///   - rules: What of its text is protected.
    ///   - glossary: Has the terms that are masked for their translations.
    ///   - unknown: Finds what the model cannot read; nil where it reads everything.
    init(
        _ source: InlineContent, _ rules: ProtectionRules, glossary: Glossary? = nil,
        unknown: UnknownScanner? = nil
    ) {
        self.unknown = rules.kinds.contains(.unknown) ? unknown : nil
        if case .text(let text)? = source.elements.first, source.elements.count == 1,
            glossary?.hasExact != true, ProtectedText.isAbsent(from: text),
            self.unknown?.find(in: text).isEmpty ?? true
        {
            firstMark = Self.blocks[0]
            content = source
            projection = InlineProjection(of: content)
            return
        }
        firstMark = Self.unusedMark(in: source.text)
        content.isSingular = source.isSingular
        var terms = glossary.flatMap { $0.hasExact ? ExactTerms(source, $0) : nil }
        var elements = source.elements
        if case .text(let text) = elements.first {
            let parts = Self.splitHead(text, rules)
            head = parts.edge
            terms?.skip(parts.edge.unicodeScalars.count)
            elements.replaceSubrange(0...0, with: InlineContent(text: parts.rest).elements)
        }
        if case .text(let text) = elements.last {
            let parts = Self.splitTail(text, rules)
            tail = parts.edge
            elements.removeLast()
            elements += InlineContent(text: parts.rest).elements
        }
        var nextCode = (source.codes.map(\.id).max() ?? 0) + 1
        for element in elements {
            switch element {
            case .text(let text):
                add(text, rules, terms?.next(text.unicodeScalars.count) ?? [], &nextCode)
            case .code(let code):
                terms?.skip(code)
                add(code)
            }
        }
        projection = InlineProjection(of: content)
    }

    /// What is translated, as one text.
    var line: String { projection.line }

    /// Whether there is anything to translate: a letter.
    var hasWords: Bool {
        content.text.unicodeScalars.contains { $0.properties.isAlphabetic && !isMark($0) }
    }

    /// The numbers that a model had best see in the place of its items; nil of what is no number.
    var numbers: [Int?] { items.map { content.isSingular && $0.number != nil ? 1 : $0.number } }

    func isMark(_ scalar: Unicode.Scalar) -> Bool {
        item(of: scalar) != nil
    }

    /// The number of what a mark stands for; nil of what is no mark.
    func item(of scalar: Unicode.Scalar) -> Int? {
        guard let firstMark, scalar.value >= firstMark else { return nil }
        let number = Int(scalar.value - firstMark)
        return number < items.count ? number : nil
    }

    func mark(of item: Int) -> Unicode.Scalar {
        firstMark.flatMap { Unicode.Scalar($0 + UInt32(item)) } ?? "\u{FFFD}"
    }

    /// The most marks of a content: what is protected beyond is text like any other.
    private static let mostMarks = 900

    private static let blocks: [UInt32] = [0x13000, 0x12000]

    /// The first of so many letters that are not in a text: Egyptian hieroglyphs or cuneiform,
    /// which have neither case nor a meaning for whatever looks at words.
    private static func unusedMark(in text: String) -> UInt32? {
        let isFree = { (first: UInt32) in
            !text.unicodeScalars.contains { (first..<first + 0x430).contains($0.value) }
        }
        return blocks.first(where: isFree)
    }
}

// MARK: Making it

extension MaskedContent {
    private mutating func add(_ code: InlineCode) {
        if code.role == .alone, code.carriedText != nil {
            add(Item(kind: .code, element: .code(code)))
        } else {
            content.elements.append(.code(code))
        }
    }

    private mutating func add(_ item: Item) {
        guard firstMark != nil, items.count < Self.mostMarks else {
            if case .text = item.element { return append(item.sourceText) }
            return content.elements.append(item.element)
        }
        var item = item
        // A code may stand between; what counts is the text that a model reads.
        if let last = lastScalar {
            item.isGlued.before = last.isWordPart || isMark(last)
        }
        items.append(item)
        append(String(mark(of: items.count - 1)))
    }

    private mutating func append(_ text: String) {
        if text.isEmpty { return }
        if let last = items.indices.last, let first = text.unicodeScalars.first,
            lastScalar == mark(of: last), first != mark(of: last)
        {
            items[last].isGlued.behind = first.isWordPart
        }
        lastScalar = text.unicodeScalars.last
        content.elements.append(text: text)
    }

    private mutating func add(
        _ text: String, _ rules: ProtectionRules,
        _ terms: [(range: Range<Int>, text: String, source: String)], _ nextCode: inout Int
    ) {
        let found = ProtectedText.find(in: text, rules)
        let tags = found.filter { $0.kind == .tag || $0.kind == .mnemonic }
        let roles = TagRoles(tags.map(\.text), firstID: nextCode)
        nextCode += tags.count
        let scalars = ScalarText(text)
        let joined = ProtectedSpans(scalars, found.filter { !tags.contains($0) }).joined
        let known = joined + tags
        let unknown = (self.unknown?.find(in: text) ?? []).filter { unknown in
            !known.contains { $0.range.overlaps(unknown.range) }
        }
        let parts = (known + unknown).sorted { $0.range.lowerBound < $1.range.lowerBound }
        var rest = terms.filter { term in !parts.contains { $0.range.overlaps(term.range) } }[...]
        var (place, tag) = (0, 0)
        func addTerms(before end: Int) {
            while let term = rest.first, term.range.lowerBound < end {
                rest.removeFirst()
                append(scalars[place..<term.range.lowerBound])
                add(Item(kind: nil, element: .text(term.text), term: term.source))
                place = term.range.upperBound
            }
        }
        for part in parts {
            addTerms(before: part.range.lowerBound)
            append(scalars[place..<part.range.lowerBound])
            if part.kind == .tag || part.kind == .mnemonic {
                let code = roles.codes[tag]
                tag += 1
                self.tags.insert(code.id)
                content.elements.append(.code(code))
            } else {
                add(Item(kind: part.kind, element: .text(part.text)))
            }
            place = part.range.upperBound
        }
        addTerms(before: scalars.count)
        append(scalars[place..<scalars.count])
    }
}
