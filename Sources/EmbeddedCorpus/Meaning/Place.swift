/// A place in a meaning tree: the path of parts that leads to it from the root.
///
/// Two realizers walk the same tree, each in its own order, and mark every word with the places it
/// expresses. Words that share a place translate each other; that is the alignment.
struct Place: Hashable, Sendable {
    /// The parts of a clause, a noun phrase or a whole utterance.
    enum Part: UInt64 {
        case first = 1
        case second
        case subject
        case object
        case recipient
        case location
        case possessor
        case relative
        case noun
        case determiner
        case preposition
        case verb
        case modal
        case tense
        case negation
        case quality
        case degree
        case frequency
        case manner
        case time
        case link
        case interrogative
        case inversion
        case existence
        case openingMark
        case mark
        /// The first of up to three adjectives.
        case adjective
    }

    private let code: UInt64

    static let root = Place(code: 1)

    /// The place of a part: five bits are appended to the path.
    func callAsFunction(_ part: Part, _ index: Int = 0) -> Place {
        Place(code: code << 5 | (part.rawValue + UInt64(index)))
    }
}
