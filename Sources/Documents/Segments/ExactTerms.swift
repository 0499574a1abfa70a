import Basics

/// The terms of a content whose translations stand there as they are written, element by element.
///
/// They are looked for in the whole text, so that a word which goes on behind a code is one.
struct ExactTerms {
    private var rest: ArraySlice<Glossary.Replacement>
    private let scalars: [Unicode.Scalar]
    /// The scalars of the elements before.
    private var offset = 0

    /// - Parameters:
    ///   - source: The content.
    ///   - glossary: The terms.
    init(_ source: InlineContent, _ glossary: Glossary) {
        var text = ""
        for element in source.elements {
            switch element {
            case .text(let words): text += words
            case .code(let code): if code.isApart { text.unicodeScalars.append(Self.gap) }
            }
        }
        scalars = Array(text.unicodeScalars)
        let isCapital = CapitalText.isCapital(text) { _ in false }
        rest = glossary.exact(in: text, ignoringCase: isCapital)[...]
    }

    private static let gap: Unicode.Scalar = "\u{FFFC}"

    /// Goes on behind a code.
    mutating func skip(_ code: InlineCode) {
        if code.isApart { offset += 1 }
    }

    /// Goes on behind so many scalars of a text.
    mutating func skip(_ count: Int) { offset += count }

    /// The terms of the next text, by their places in it, with the words that they stand for.
    mutating func next(_ count: Int) -> [(range: Range<Int>, text: String, source: String)] {
        let own = offset..<offset + count
        offset = own.upperBound
        var found: [(range: Range<Int>, text: String, source: String)] = []
        while let term = rest.first, term.range.lowerBound < own.upperBound {
            rest.removeFirst()
            // One that goes on behind a code cannot take the place of words.
            guard term.range.clamped(to: own) == term.range else { continue }
            let start = term.range.lowerBound - own.lowerBound
            found.append(
                (start..<start + term.range.count, term.text, String(scalars[term.range])))
        }
        return found
    }
}

extension InlineCode {
    /// Whether the words before and behind it are no word together.
    fileprivate var isApart: Bool { separatesWords || role == .alone && carriedText != nil }
}
