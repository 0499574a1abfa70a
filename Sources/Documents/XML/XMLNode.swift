/// What stands in a document, from the first byte of its source to the last.
struct XMLNode: Sendable {
    /// What it is.
    enum Kind: Sendable {
        /// A start tag, or that of an element without content, such as `<a/>`.
        case start
        /// An end tag.
        case end
        /// Text, with references to characters.
        case text
        /// Text that is written as `<![CDATA[…]]>`.
        case characterData
        /// A reference to an entity that is not resolved, such as `&nbsp;`.
        case entity
        /// A reference to an entity that the document itself declares.
        case declaredEntity
        case comment
        case instruction
    }

    let kind: Kind
    /// Of a tag, the place of its name in ``XMLSpans/names``.
    let name: Int32
    private let lower: Int32
    private var upper: Int32
    private var partnerIndex: Int32

    init(_ kind: Kind, _ range: Range<Int>, name: Int32 = -1, partner: Int) {
        (self.kind, self.name) = (kind, name)
        (lower, upper) = (Int32(range.lowerBound), Int32(range.upperBound))
        partnerIndex = Int32(partner)
    }

    /// Its bytes.
    var range: Range<Int> { Int(lower)..<Int(upper) }

    /// The index of the other tag of the element; its own where there is only one, and of all that
    /// is no tag.
    var partner: Int {
        get { Int(partnerIndex) }
        set { partnerIndex = Int32(newValue) }
    }

    /// Has it end further on.
    mutating func extend(to end: Int) {
        upper = Int32(end)
    }
}

/// The name of an element.
struct XMLName: Sendable, Hashable {
    /// The namespace's name; empty where there is none.
    let namespace: String
    /// The name in it, without a prefix.
    let local: String
}
