public import Translation

/// Terms with the translations that are asked for.
///
/// A term is found as whole words, whatever their case, unless it is written in capitals or has one
/// inside, as "iPhone" does; scripts without spaces have it anywhere. Of terms that begin at one
/// place, the longest counts, and none is found within another. In languages whose endings are
/// known, it is found with one, too (``SourceEndings``); its translation may then have an ending.
public struct Glossary: Sendable, Equatable {
    /// A term.
    public struct Term: Sendable, Hashable {
        /// The words to be found.
        public var source: String
        /// What they may be translated by.
        public var targets: [String]
        /// Whether it is found in all words that begin so, and not in whole ones alone.
        public var matchesBeginnings: Bool
        /// Whether every translation may go on with an ending.
        public var allowsEndings: Bool
        /// Whether its first translation stands for it as it is written, whatever the model would
        /// say.
        public var isExact: Bool

        /// A term.
        ///
        /// - Parameters:
        ///   - source: The words to be found.
        ///   - targets: What they may be translated by.
        ///   - matchesBeginnings: Whether it is found in all words that begin so.
        ///   - allowsEndings: Whether every translation may go on with an ending.
        ///   - isExact: Whether its first translation stands for it as it is written.
        public init(
            _ source: String, _ targets: [String], matchesBeginnings: Bool = false,
            allowsEndings: Bool = false, isExact: Bool = false
        ) {
            self.source = source
            self.targets = targets
            self.matchesBeginnings = matchesBeginnings
            self.allowsEndings = allowsEndings
            self.isExact = isExact
        }
    }

    /// What is put in the place of words as it is written.
    package struct Replacement {
        /// The places of the words' Unicode scalars in the line.
        package let range: Range<Int>
        /// What stands there in the translation.
        package let text: String
    }

    /// The terms, those of one source joined.
    public let terms: [Term]
    /// Whether some translations stand there as they are written.
    let hasExact: Bool
    private let matcher: TermMatcher

    /// A glossary of terms.
    ///
    /// - Parameters:
    ///   - terms: The terms. Of several with the same words, all translations count.
    ///   - sourceLanguage: The code of the language they are in, which says what endings they may
    ///     have; nil for none.
    public init(_ terms: [Term], sourceLanguage: String? = nil) {
        self.terms = Self.joined(terms)
        hasExact = terms.contains(where: \.isExact)
        matcher = TermMatcher(self.terms, endings: SourceEndings.of(language: sourceLanguage))
    }

    /// The terms of a line whose translations a search is asked for, in order.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - ignoringCase: Whether terms are found in any case, whose own would count elsewhere: in a
    ///     line whose case says nothing.
    public func terms(in line: String, ignoringCase: Bool = false) -> [RequiredTerm] {
        let scalars = Array(line.unicodeScalars)
        return matcher.matches(in: scalars, ignoringCase: ignoringCase).map { match in
            let term = terms[match.term]
            let occurrence = TermOccurrence(match.range, in: scalars)
            if term.isExact {
                return RequiredTerm(
                    range: match.range, translations: [replacement(term, occurrence)])
            }
            return RequiredTerm(
                range: match.range,
                translations: term.targets.map { occurrence.adapted($0, from: term.source) },
                allowsEndings: term.allowsEndings || match.hasEnding)
        }
    }

    /// What of a line is to be replaced as it is written, in order.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - ignoringCase: As ``terms(in:ignoringCase:)`` has it.
    package func exact(in line: String, ignoringCase: Bool = false) -> [Replacement] {
        guard hasExact else { return [] }
        let scalars = Array(line.unicodeScalars)
        let matches = matcher.matches(in: scalars, ignoringCase: ignoringCase)
        return matches.filter { terms[$0.term].isExact }.map { match in
            Replacement(
                range: match.range,
                text: replacement(terms[match.term], TermOccurrence(match.range, in: scalars)))
        }
    }

    private func replacement(_ term: Term, _ occurrence: TermOccurrence) -> String {
        term.targets.first.flatMap { $0.isEmpty ? nil : $0 } ?? occurrence.text
    }

    private static func joined(_ terms: [Term]) -> [Term] {
        var joined: [Term] = []
        var places: [String: Int] = [:]
        for term in terms {
            let key = "\(term.isExact) \(term.matchesBeginnings) \(term.source)"
            if let place = places[key] {
                joined[place].targets += term.targets.filter { !joined[place].targets.contains($0) }
                joined[place].allowsEndings = joined[place].allowsEndings || term.allowsEndings
            } else {
                places[key] = joined.count
                joined.append(term)
            }
        }
        return joined
    }
}
