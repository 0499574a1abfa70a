/// Where a segment stands in a document.
struct HTMLPlace: Sendable {
    /// What it is there.
    enum Kind: Sendable {
        /// Text, with where each code of it stands, by id: a begin and its end have one each.
        case text(begins: [Int: Range<Int>], ends: [Int: Range<Int>])
        /// The value of an attribute, with its quotation marks if it has any.
        case attribute
    }

    /// Its bytes.
    let range: Range<Int>
    /// What it says.
    let content: InlineContent
    let kind: Kind
}
