/// What stands in a paragraph of Markdown, by CommonMark's rules for inlines.
struct MarkdownInline {
    /// A text inside a code: what is said of a picture, or of a link.
    struct Attribute {
        /// Where it is among the scalars.
        let range: Range<Int>
        /// The quotes of a title; nil for what is said of a picture.
        let quote: Unicode.Scalar?
        /// The number of the segment that it is; nil where it is not translated.
        var segment: Int?
    }

    /// What is known of a code beside it.
    struct Mark {
        /// Where it is among the scalars.
        let range: Range<Int>
        /// Texts in it.
        var attributes: [Attribute] = []
        /// What is written once the text of a link has changed that was its label, too.
        var markupOfChanged: String?
        /// Whether it is a delimiter of emphasis.
        var isEmphasis = false
    }

    /// Text and codes.
    private(set) var content = InlineContent()
    /// What is known of codes that begin or stand alone, by their ids.
    private(set) var marks: [Int: Mark] = [:]
    /// What is known of codes that end, by their ids.
    private(set) var ends: [Int: Mark] = [:]
    /// Characters that the paragraph writes by their names: `&nbsp;`.
    private(set) var spellings: [Unicode.Scalar: String] = [:]

    /// Reads a paragraph.
    ///
    /// - Parameters:
    ///   - scalars: What is in it, lines parted by line feeds.
    ///   - labels: The labels of links that are defined in the document.
    init(_ scalars: [Unicode.Scalar], labels: Set<String>) {
        var scanner = MarkdownScanner(scalars, labels: labels)
        scanner.scan()
        spellings = scanner.spellings
        build(scanner)
    }

    /// Makes content of what a scanner found.
    private mutating func build(_ scanner: MarkdownScanner) {
        var builder = InlineContentBuilder()
        func text(_ range: Range<Int>) -> String { scanner.text(range) }
        for node in scanner.nodes {
            switch node.kind {
            case .removed: break
            case .text(let text): builder.add(text: text)
            case .alone(let carried, let separates):
                let id = builder.addAlone(
                    text(node.range), carrying: carried, separatesWords: separates)
                marks[id] = Mark(range: node.range, attributes: node.attributes)
            case .tag(let tag):
                builder.add(tag)
            case .linkStart: builder.open("[", text(node.range))
            case .linkEnd(let changed):
                let id = builder.close("[", text(node.range))
                ends[id] = Mark(
                    range: node.range, attributes: node.attributes, markupOfChanged: changed)
            case .delimiter(let run):
                for mark in run.marks(of: node.range) {
                    let markup = text(mark.range)
                    switch mark.role {
                    case .literal: builder.add(text: markup)
                    case .close:
                        let id = builder.close(markup, markup)
                        ends[id] = Mark(range: mark.range, isEmphasis: true)
                        marks[id] = marks[id] ?? Mark(range: mark.range, isEmphasis: true)
                    case .open: builder.open(markup, markup)
                    }
                }
            }
        }
        content = builder.content()
    }
}

/// A piece of a paragraph.
struct MarkdownNode {
    /// What a piece is.
    enum Kind {
        case text(String)
        /// What is carried; with what a reader reads of it, and whether words are apart there.
        case alone(carried: String?, separates: Bool)
        case tag(TaggedText.Tag)
        case linkStart
        /// The end of a link; with what is written when its text has changed.
        case linkEnd(changed: String?)
        case delimiter(MarkdownDelimiters)
        case removed
    }

    var kind: Kind
    /// Where it is among the scalars.
    var range: Range<Int>
    /// Texts in it.
    var attributes: [MarkdownInline.Attribute] = []
}

/// A run of `*`, `_` or `~`.
struct MarkdownDelimiters {
    /// What part of a run is.
    enum Role {
        case literal, open, close
    }

    let character: Unicode.Scalar
    let count: Int
    let canOpen: Bool
    let canClose: Bool
    /// How many are used by nothing.
    var left: Int
    /// How many each end of emphasis took, the innermost first.
    var closing: [Int] = []
    /// How many each beginning of emphasis took, the innermost first.
    var opening: [Int] = []

    /// The parts of the run, in order: what ends, what is text, what begins.
    func marks(of range: Range<Int>) -> [(role: Role, range: Range<Int>)] {
        var place = range.lowerBound
        func take(_ role: Role, _ count: Int) -> (role: Role, range: Range<Int>) {
            defer { place += count }
            return (role, place..<place + count)
        }
        var marks = closing.map { take(.close, $0) }
        if left > 0 { marks.append(take(.literal, left)) }
        marks += opening.reversed().map { take(.open, $0) }
        return marks
    }
}
