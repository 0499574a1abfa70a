import Basics
package import Text

/// A sentence whose pronoun stands for one of two nouns: "the chicken did not cross the road because
/// *it* was afraid". Places are those of the words that white space separates, from 0.
public struct AntecedentSentence: Sendable, Hashable, Codable {
    /// The sentence.
    public var source: String
    /// The place of the pronoun.
    public var pronoun: Int
    /// The place of the noun that the pronoun stands for.
    public var antecedent: Int
    /// The place of the noun that it might stand for and does not.
    public var other: Int

    /// A sentence with the places of its words.
    public init(source: String, pronoun: Int, antecedent: Int, other: Int) {
        self.source = source
        self.pronoun = pronoun
        self.antecedent = antecedent
        self.other = other
    }
}

/// Which tokens of an ``AntecedentSentence`` are which.
package struct AntecedentTokens: Sendable, Equatable {
    /// What attention may fall on, by its tokens.
    struct Candidate: Sendable, Equatable {
        enum Kind: Sendable, Equatable {
            case antecedent, other, word, leftOut
        }

        let kind: Kind
        let tokens: [Int]
    }

    /// The tokens of the pronoun.
    private let pronoun: [Int]
    private let candidates: [Candidate]

    /// - Parameters:
    ///   - sentence: The sentence.
    ///   - name: What errors call it.
    ///   - tokenizer: That of the source side.
    /// - Throws: `CalqueError` when one of the places has no word, or none that the tokenizer
    ///   keeps, or two of them are one.
    package init(
        _ sentence: AntecedentSentence, name: String, _ tokenizer: SubwordTokenizer
    ) throws {
        let words = tokenizer.words(of: sentence.source)
        let pieces = tokenizer.pieces(ofIDs: tokenizer.encode(sentence.source))
        // A full stop is no part of the word that it is written at, and no word where it stands alone.
        let spelled = words.map { word in
            let tokens = word.tokens.filter { !pieces[$0].isPunctuation }
            return tokens.contains { pieces[$0].hasLetters } ? tokens : []
        }
        for (place, what) in [
            (sentence.pronoun, "pronoun"), (sentence.antecedent, "antecedent"),
            (sentence.other, "other noun"),
        ] where !spelled.indices.contains(place) || spelled[place].isEmpty {
            let there =
                spelled.isEmpty ? "it has none" : "its words are 0 to \(spelled.count - 1)"
            throw CalqueError(
                "\(name) has no word \(place), which its \(what) is said to be: \(there), and marks "
                    + "alone are none.", kind: .input)
        }
        guard Set([sentence.pronoun, sentence.antecedent, sentence.other]).count == 3 else {
            throw CalqueError(
                "\(name) has its pronoun at word \(sentence.pronoun), its antecedent at "
                    + "\(sentence.antecedent) and its other noun at \(sentence.other): these have "
                    + "to be three words.", kind: .input)
        }
        pronoun = spelled[sentence.pronoun]
        let ofWords = zip(words.indices, words).map { place, word in
            let kind: Candidate.Kind =
                switch place {
                case sentence.pronoun: .leftOut
                case sentence.antecedent: .antecedent
                case sentence.other: .other
                default: word.isLanguageToken ? .leftOut : .word
                }
            return Candidate(kind: kind, tokens: spelled[place])
        }
        let inWords = Set(spelled.joined())
        let rest = pieces.indices.filter { !inWords.contains($0) }
        candidates =
            ofWords.filter { !$0.tokens.isEmpty }
            + rest.map { Candidate(kind: .leftOut, tokens: [$0]) }
    }

    /// On what the pronoun's largest weight falls.
    ///
    /// - Parameters:
    ///   - weights: A head's, `[queries][keys]`. The weight of a word is the sum over its tokens and
    ///     the pronoun's.
    ///   - keys: What is counted.
    package func outcome(_ weights: [[Float]], _ keys: CountedKeys) -> AntecedentOutcome {
        let row = (weights.first ?? []).indices.map { key in
            pronoun.reduce(Float(0)) { $0 + weights[$1][key] }
        }
        let counted = candidates.filter { keys.count($0.kind) }
        let strongest = counted.max { weight(of: $0, row) < weight(of: $1, row) }
        return switch strongest?.kind {
        case .antecedent: .antecedent
        case .other: .other
        case .word, .leftOut, nil: .elsewhere
        }
    }

    private func weight(of candidate: Candidate, _ row: [Float]) -> Float {
        candidate.tokens.reduce(0) { $0 + row[$1] }
    }
}

/// On what a pronoun's largest weight falls.
package enum AntecedentOutcome: Sendable {
    case antecedent, other, elsewhere
}

/// What is counted when a pronoun's largest weight is looked for.
public enum CountedKeys: String, Sendable, CaseIterable, Codable {
    /// The words; not the pronoun itself, punctuation, a language token and the end.
    case words
    /// All of them.
    case everything
    /// The two nouns alone: which of them gets more, however little that is. Who looks at neither is
    /// right in half of the sentences.
    case nouns

    fileprivate func count(_ kind: AntecedentTokens.Candidate.Kind) -> Bool {
        switch self {
        case .words: kind != .leftOut
        case .everything: true
        case .nouns: kind == .antecedent || kind == .other
        }
    }
}

extension String {
    /// Whether a piece has a letter or a digit.
    fileprivate var hasLetters: Bool { contains { $0.isLetter || $0.isNumber } }

    /// Whether a piece has marks and nothing else: a space alone is none.
    fileprivate var isPunctuation: Bool {
        !hasLetters && !replacing(SentencePieceModel.space, with: "").isEmpty
    }
}
