import Basics
import Text

/// The terms of a line that one of its parts holds.
struct PartTerms: Sendable {
    /// The places of the terms in the request.
    private let places: [Int]
    private let spellings: [TermSpellings]

    /// - Parameters:
    ///   - terms: All terms of the line.
    ///   - range: The places of the part's Unicode scalars in it.
    ///   - tokenPlaces: Those of its tokens.
    ///   - tokenizer: The target's.
    init(
        _ terms: [RequiredTerm], in range: Range<Int>, tokenPlaces: [Range<Int>?],
        _ tokenizer: SubwordTokenizer
    ) {
        places = terms.indices.filter {
            let wanted = terms[$0].range
            return !wanted.isEmpty && wanted.clamped(to: range) == wanted
        }
        spellings = places.map { place in
            let tokens = tokenPlaces.indices.filter {
                tokenPlaces[$0]?.overlaps(terms[place].range) == true
            }
            return TermSpellings(
                terms[place], source: tokens.first.map { $0..<tokens[tokens.count - 1] + 1 },
                tokenizer)
        }
    }

    /// What the search is asked for.
    var constraints: [TokenConstraint] { spellings.map(\.constraint) }

    /// What became of the terms: the places in the request, the translations, and the places of their
    /// tokens.
    func used(
        in result: SearchResult
    ) -> [(place: Int, translation: String, tokens: Range<Int>)] {
        zip(zip(places, spellings), result.constraints).compactMap { term, match in
            match.map { (term.0, term.1.translations[$0.spelling], $0.tokens) }
        }
    }
}

extension SourceLine {
    /// What became of the line's terms in the best translations of its parts.
    func outcomes(in results: [[SearchResult]]) -> [TermOutcome] {
        var outcomes = terms.map { TermOutcome($0, translation: nil) }
        var tokenCount = 0
        for (part, results) in zip(parts, results) {
            for (place, translation, tokens) in part.terms?.used(in: results[0]) ?? [] {
                outcomes[place] = TermOutcome(
                    terms[place], translation: translation,
                    tokens: tokens.lowerBound + tokenCount..<tokens.upperBound + tokenCount)
            }
            tokenCount += results[0].tokens.count
        }
        return outcomes
    }

    /// A warning for every term that the translation does not have.
    func termWarnings(_ outcomes: [TermOutcome]) -> [String] {
        guard outcomes.contains(where: { !$0.isUsed }) else { return [] }
        let scalars = Array(text.unicodeScalars)
        return outcomes.filter { !$0.isUsed }.map { outcome in
            let range = outcome.term.range.clamped(to: scalars.indices)
            return RequiredTerm.warning(
                wanted: outcome.term.translations, source: String(scalars[range]))
        }
    }

    /// What a result warns of beside terms that it does not have.
    func withoutTermWarnings(_ result: TranslationResult) -> [String] {
        let said = termWarnings(result.terms)
        return said.isEmpty ? result.warnings : result.warnings.filter { !said.contains($0) }
    }
}

extension SourceLine.Part {
    /// Has the translation of the part have those of its terms in it.
    ///
    /// - Parameter marks: What target tokens are to words.
    mutating func require(_ terms: PartTerms, _ marks: WordMarks) {
        self.terms = terms
        sentence.require(terms.constraints, marks)
    }
}
