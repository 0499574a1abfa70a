/// A text, parted from the language token that it may begin with, such as `>>fra<<`.
package struct PartedText: Sendable {
    /// The language token; nil if there is none.
    package let languageToken: Substring?
    /// What follows; all of the text if it has no language token.
    package let rest: Substring

    /// Parts what has the form of a language token, `>>…<<` without white space within, after white
    /// space or not, from the rest.
    init(_ text: String) {
        let start = text.unicodeScalars.firstIndex { !$0.isPythonWhitespace } ?? text.endIndex
        let bytes = text.utf8[start...]
        guard bytes.starts(with: ">>".utf8),
            let end = bytes.firstRange(of: "<<".utf8)?.upperBound,
            !text[start..<end].unicodeScalars.contains(where: \.isPythonWhitespace)
        else {
            self.init(withoutLanguageToken: text)
            return
        }
        self.init(languageToken: text[start..<end], rest: text[end...])
    }

    /// A text that is no more than that, whatever it begins with.
    init(withoutLanguageToken text: String) {
        self.init(languageToken: nil, rest: text[...])
    }

    private init(languageToken: Substring?, rest: Substring) {
        self.languageToken = languageToken
        self.rest = rest
    }

    /// Where in the text the language token is, as offsets in its UTF-8.
    package var languageTokenPlace: Range<Int>? {
        languageToken.map { place(of: $0.startIndex)..<place(of: $0.endIndex) }
    }

    /// Where in the text the rest begins.
    package var restStart: Int { place(of: rest.startIndex) }

    private func place(of index: String.Index) -> Int {
        rest.base.utf8.distance(from: rest.base.startIndex, to: index)
    }
}

extension SubwordTokenizer {
    /// A text and the language token that it may begin with in a vocabulary that has any.
    package func parted(_ text: String) -> PartedText {
        vocabulary.languageTokens.isEmpty
            ? PartedText(withoutLanguageToken: text) : PartedText(text)
    }
}
