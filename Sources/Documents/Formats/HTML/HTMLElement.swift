/// What of an element's start tag matters, and where the element ends.
struct HTMLElement {
    /// An attribute that stands in the document.
    struct Attribute {
        /// In lower case.
        let name: String
        /// Decoded.
        let value: String
        /// Where its value stands, with its quotation marks; nil where it has none.
        let range: Range<Int>?
    }

    /// Where the parser ended it, by its end tag or without.
    var end: Int
    /// Its attributes, in order.
    let attributes: [Attribute]

    /// The value of an attribute; nil where it has none.
    func value(of name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    /// Whether its content is translated, as its attributes say; nil where they say nothing.
    var isTranslated: Bool? {
        HTMLElementKinds.isTranslated(translate: value(of: "translate"), classes: classes)
    }

    /// Whether its classes say that it is the listing of a program.
    var isListing: Bool { HTMLElementKinds.isListing(classes) }

    private var classes: [String] { HTMLElementKinds.classes(value(of: "class")) }
}

/// A part of a document. The parts of a document follow each other without a gap.
struct HTMLToken {
    enum Kind {
        /// A start tag; its element, where the parser made one of it.
        case start(HTMLElement?)
        case end
        case text
        /// What is neither: comments, declarations, the content of scripts.
        case other
    }

    let kind: Kind
    let range: Range<Int>
    /// The tag's name in lower case; empty where it is none.
    let name: String
    /// Whether it is written as a tag without content, `<a/>`.
    let isSelfClosing: Bool
}
