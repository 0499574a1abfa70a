import Text

/// Finds terms in lines.
struct TermMatcher: Sendable, Equatable {
    /// A term in a line.
    struct Match: Equatable {
        /// The place of the term among all.
        let term: Int
        /// The places of its Unicode scalars in the line, an ending included.
        let range: Range<Int>
        /// Whether it has an ending.
        let hasEnding: Bool
    }

    /// A term as it is compared.
    private struct Entry: Equatable {
        let term: Int
        /// Its scalars, in lower case unless its case counts, one space for any white space.
        let scalars: [Unicode.Scalar]
        let isCaseSensitive: Bool
        let matchesBeginnings: Bool
    }

    /// The entries by their first scalar in lower case, the longest first.
    private var entries: [Unicode.Scalar: [Entry]] = [:]
    private let endings: [[Unicode.Scalar]]

    /// - Parameters:
    ///   - terms: The terms.
    ///   - endings: What each may end in beside what it is written with.
    init(_ terms: [Glossary.Term], endings: [String]) {
        self.endings = endings.map { Array($0.unicodeScalars) }
            .sorted { $0.count > $1.count }
        for (place, term) in terms.enumerated() {
            let isCaseSensitive = term.source.hasTellingCase
            let scalars = term.source.unicodeScalars.map { isCaseSensitive ? $0 : $0.folded }
            guard let first = scalars.first?.folded else { continue }
            entries[first, default: []].append(
                Entry(
                    term: place, scalars: scalars, isCaseSensitive: isCaseSensitive,
                    matchesBeginnings: term.matchesBeginnings))
        }
        // Where two are of one length, that whose case counts says more.
        entries = entries.mapValues { entries in
            entries.sorted {
                ($0.scalars.count, $0.isCaseSensitive ? 1 : 0, $1.term)
                    > ($1.scalars.count, $1.isCaseSensitive ? 1 : 0, $0.term)
            }
        }
    }

    /// The terms of a line from left to right, the longest at every place.
    ///
    /// - Parameter ignoringCase: Whether the case of no term counts.
    func matches(in line: [Unicode.Scalar], ignoringCase: Bool = false) -> [Match] {
        guard !entries.isEmpty else { return [] }
        var matches: [Match] = []
        var place = 0
        while place < line.count {
            if let match = match(at: place, in: line, ignoringCase) {
                matches.append(match)
                place = match.range.upperBound
            } else {
                place += 1
            }
        }
        return matches
    }

    private func match(
        at start: Int, in line: [Unicode.Scalar], _ ignoringCase: Bool
    ) -> Match? {
        guard let entries = entries[line[start].folded], beginsWord(at: start, line) else {
            return nil
        }
        for entry in entries {
            guard let end = end(of: entry, from: start, in: line, ignoringCase),
                let wordEnd = wordEnd(of: entry, after: end, in: line)
            else { continue }
            return Match(term: entry.term, range: start..<wordEnd, hasEnding: wordEnd > end)
        }
        return nil
    }

    /// The place after the scalars of an entry that begins at a place of a line; nil where it is not
    /// there.
    private func end(
        of entry: Entry, from start: Int, in line: [Unicode.Scalar], _ ignoringCase: Bool
    ) -> Int? {
        var place = start
        for scalar in entry.scalars {
            guard place < line.count else { return nil }
            if scalar == " " {
                guard line[place].properties.isWhitespace else { return nil }
                while place < line.count, line[place].properties.isWhitespace { place += 1 }
                continue
            }
            let isSame =
                entry.isCaseSensitive
                ? line[place] == scalar || ignoringCase && line[place].folded == scalar.folded
                : line[place].folded == scalar
            guard isSame else { return nil }
            place += 1
        }
        return place
    }

    /// Where the word ends that an entry ends in; nil where the entry is but a part of it.
    private func wordEnd(
        of entry: Entry, after end: Int, in line: [Unicode.Scalar]
    ) -> Int? {
        if entry.matchesBeginnings {
            return line[end...].firstIndex { !$0.isOfWord } ?? line.count
        }
        for ending in endings where line[end...].starts(with: ending, by: { $0.folded == $1 }) {
            // Only a word has endings.
            if line[end - 1].isOfWord, endsWord(at: end + ending.count, line) {
                return end + ending.count
            }
        }
        return endsWord(at: end, line) ? end : nil
    }

    private func beginsWord(at place: Int, _ line: [Unicode.Scalar]) -> Bool {
        place == 0 || !line[place - 1].isOfSpacedWord || !line[place].isOfSpacedWord
    }

    private func endsWord(at place: Int, _ line: [Unicode.Scalar]) -> Bool {
        place >= line.count || !line[place - 1].isOfSpacedWord || !line[place].isOfSpacedWord
    }
}

extension ArraySlice where Element == Unicode.Scalar {
    fileprivate func starts(
        with other: [Element], by areEqual: (Element, Element) -> Bool
    ) -> Bool {
        count >= other.count && zip(self, other).allSatisfy(areEqual)
    }
}

extension Unicode.Scalar {
    /// The scalar in lower case, where that is one scalar.
    var folded: Unicode.Scalar {
        let mapping = properties.lowercaseMapping.unicodeScalars
        return mapping.count == 1 ? mapping.first ?? self : self
    }
}

extension String {
    /// Whether it is written in capitals, or has one that does not begin a word: then it is found in
    /// no other case.
    fileprivate var hasTellingCase: Bool {
        zip(unicodeScalars, unicodeScalars.dropFirst()).contains { first, second in
            first.isOfWord && second.properties.isUppercase
        }
    }
}
