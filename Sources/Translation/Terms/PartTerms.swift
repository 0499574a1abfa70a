import Basics
import Text

/// The terms of a line, and what it takes to search for them.
struct LineTerms {
    let terms: [RequiredTerm]
    let marks: WordMarks
    let tokenizer: SubwordTokenizer
    /// The places of the terms in the line's UTF-8.
    let bytes: [Range<Int>]

    /// - Parameters:
    ///   - marks: What target tokens are to words.
    ///   - tokenizer: The target's.
    init(_ request: TranslationRequest, _ marks: WordMarks, _ tokenizer: SubwordTokenizer) {
        terms = request.terms
        self.marks = marks
        self.tokenizer = tokenizer
        var starts = [0]
        for scalar in request.line.unicodeScalars {
            starts.append(starts[starts.count - 1] + UTF8.width(scalar))
        }
        bytes = request.terms.map { term in
            let range = term.range.clamped(to: 0..<starts.count - 1)
            return starts[range.lowerBound]..<starts[range.upperBound]
        }
    }
}

/// The terms of a line that one of its parts holds.
struct PartTerms: Sendable {
    /// The places of the terms in the request.
    private let places: [Int]
    private let spellings: [TermSpellings]

    /// - Parameters:
    ///   - terms: All terms of the line.
    ///   - range: The places of the part's Unicode scalars in it.
    ///   - tokenPlaces: The places of its tokens in the line's UTF-8.
    init(_ line: LineTerms, in range: Range<Int>, tokenPlaces: [Range<Int>?]) {
        places = line.terms.indices.filter {
            let wanted = line.terms[$0].range
            return !wanted.isEmpty && wanted.clamped(to: range) == wanted
        }
        spellings = places.map { place in
            let tokens = tokenPlaces.indices.filter {
                tokenPlaces[$0]?.overlaps(line.bytes[place]) == true
            }
            return TermSpellings(
                line.terms[place], source: tokens.first.map { $0..<tokens[tokens.count - 1] + 1 },
                line.tokenizer)
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
            outcome.term.warning(
                source: String(scalars[outcome.term.range.clamped(to: scalars.indices)]))
        }
    }

    /// What a result warns of beside terms that it does not have.
    func withoutTermWarnings(_ result: TranslationResult) -> [String] {
        let said = termWarnings(result.terms)
        return said.isEmpty ? result.warnings : result.warnings.filter { !said.contains($0) }
    }
}

extension SourceLine.Part {
    /// Has the translation of the part have the translations of those terms in it that the part
    /// holds.
    mutating func require(_ terms: LineTerms, tokenPlaces: [Range<Int>?]) {
        let own = PartTerms(terms, in: range, tokenPlaces: tokenPlaces)
        self.terms = own
        sentence.require(own.constraints, terms.marks)
    }
}
