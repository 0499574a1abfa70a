import Text

extension AlignedTranslation {
    /// A term of the line as one of its translation: its range is of the words there that go with its
    /// own. nil where none do, or nobody knows which.
    ///
    /// Of several such places it is the one that goes with it most.
    func carried(_ term: RequiredTerm) -> RequiredTerm? {
        var runs: [(range: Range<Int>, weight: Float)] = []
        var goesOn = false
        for piece in pieces {
            guard piece.weight > 0, let source = piece.source, source.overlaps(term.range) else {
                goesOn = false
                continue
            }
            if goesOn, let last = runs.popLast() {
                runs.append(
                    (last.range.lowerBound..<piece.target.upperBound, last.weight + piece.weight))
            } else {
                runs.append((piece.target, piece.weight))
            }
            goesOn = true
        }
        guard let best = runs.max(by: { $0.weight < $1.weight }) else { return nil }
        var carried = term
        carried.range = wholeWords(best.range)
        return carried
    }

    /// A part of the translation with the rest of its first and last words.
    private func wholeWords(_ range: Range<Int>) -> Range<Int> {
        let scalars = Array(text.unicodeScalars)
        var (start, end) = (range.lowerBound, range.upperBound)
        func isWithinWord(_ place: Int) -> Bool {
            place > 0 && place < scalars.count
                && scalars[place - 1].isOfSpacedWord && scalars[place].isOfSpacedWord
        }
        while isWithinWord(start) { start -= 1 }
        while isWithinWord(end) { end += 1 }
        return start..<end
    }

    /// What became of terms of the line in a translation of the text, which was asked for those that
    /// are carried.
    func outcomes(of terms: [RequiredTerm], through next: AlignedTranslation) -> [TermOutcome] {
        var rest = next.terms[...]
        return terms.map { term in
            guard carried(term) != nil, var found = rest.popFirst() else {
                return TermOutcome(term, translation: nil)
            }
            found.term = term
            return found
        }
    }
}
