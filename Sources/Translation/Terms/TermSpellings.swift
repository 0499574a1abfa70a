import Foundation
import Text

/// The ways to spell a term's translations with tokens.
struct TermSpellings: Sendable {
    /// What the search is asked for.
    let constraint: TokenConstraint
    /// The translation that every spelling spells.
    let translations: [String]

    /// Endings that a word may have in one language or another, most of them of plurals. A word with
    /// any ending would do, but one that is cut otherwise than the tokenizer does it is improbable to
    /// the model.
    private static let commonEndings = ["s", "es", "e", "n", "en", "er", "ns", "a", "i"]

    /// - Parameters:
    ///   - source: The places of the tokens of the source that are the term.
    ///   - tokenizer: The target's.
    init(_ term: RequiredTerm, source: Range<Int>?, _ tokenizer: SubwordTokenizer) {
        var spellings: [TokenConstraint.Spelling] = []
        var translations: [String] = []
        for text in term.translations where !text.isBlank {
            let endings = term.allowsEndings ? Self.commonEndings : []
            for form in [text] + endings.map({ text + $0 }) {
                for spelling in Self.spellings(of: form, term.allowsEndings, tokenizer) {
                    spellings.append(spelling)
                    translations.append(text)
                }
            }
        }
        constraint = TokenConstraint(spellings, source: source)
        self.translations = translations
    }

    /// The spellings of a text as words: with a space before it, with a capital where a sentence
    /// begins, and without a space within brackets and quotes. Scripts that have no spaces have it
    /// anywhere.
    private static func spellings(
        of text: String, _ allowsEndings: Bool, _ tokenizer: SubwordTokenizer
    ) -> [TokenConstraint.Spelling] {
        guard let tokens = tokens(of: text, tokenizer) else { return [] }
        let scalars = text.unicodeScalars
        let mayGoOn = allowsEndings || scalars.last?.isOfUnspacedScript == true
        var spellings = [TokenConstraint.Spelling(tokens, mayGoOn: mayGoOn)]
        if let capital = text.withCapital, let tokens = Self.tokens(of: capital, tokenizer) {
            spellings.append(.init(tokens, beginning: .atStart, mayGoOn: mayGoOn))
        }
        if let tokens = tokensWithoutSpace(of: text, tokenizer) {
            let isUnspaced = scalars.first?.isOfUnspacedScript == true
            spellings.append(
                .init(tokens, beginning: isUnspaced ? .anywhere : .afterSign, mayGoOn: mayGoOn))
        }
        return spellings
    }

    /// The tokens of a text; nil where the vocabulary lacks something of it.
    private static func tokens(of text: String, _ tokenizer: SubwordTokenizer) -> [Int32]? {
        let tokens = Array(tokenizer.encode(text).dropLast())
        return tokens.isEmpty || tokens.contains(tokenizer.vocabulary.unknownID) ? nil : tokens
    }

    /// The tokens of a text that something stands before; nil where they are not its own.
    private static func tokensWithoutSpace(
        of text: String, _ tokenizer: SubwordTokenizer
    ) -> [Int32]? {
        guard let tokens = tokens(of: "(" + text, tokenizer) else { return nil }
        let pieces = tokenizer.pieces(ofIDs: tokens)
        var before = ""
        for (place, piece) in pieces.enumerated() {
            if before.hasSuffix("(") {
                let own = Array(tokens[place...])
                return tokenizer.beginsWord(own[0]) ? nil : own
            }
            before += piece
            guard before == SentencePieceModel.space || before.hasSuffix("(") else { return nil }
        }
        return nil
    }
}

extension String {
    /// The text with a capital as its first letter; nil if it has one, or no letter can have one.
    fileprivate var withCapital: String? {
        guard let first = unicodeScalars.first, first.properties.isLowercase else { return nil }
        let capital = first.properties.titlecaseMapping + String(unicodeScalars.dropFirst())
        return capital == self ? nil : capital
    }
}

extension WordMarks {
    /// The marks of a tokenizer's tokens.
    init(_ tokenizer: SubwordTokenizer) {
        let ids = 0..<Int32(tokenizer.vocabulary.count)
        let pieces = tokenizer.pieces(ofIDs: ids)
        let kinds = zip(ids, pieces).map { id, piece -> (goesOn: Bool, endsInSign: Bool) in
            guard !tokenizer.vocabulary.isSpecial(id) else { return (false, true) }
            // A byte is part of a character, which is a letter more often than not.
            guard !piece.hasPrefix("<0x") else { return (true, false) }
            let scalars = piece.unicodeScalars
            let first = scalars.first ?? " "
            return (
                first.isOfSpacedWord || first.isHyphen,
                scalars.last?.isOfWord != true
            )
        }
        self.init(goingOn: kinds.map(\.goesOn), endingInSign: kinds.map(\.endsInSign))
    }
}
