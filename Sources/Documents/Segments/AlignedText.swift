import Translation

/// An aligned translation whose text is being changed, with the places of everything kept right.
struct AlignedText {
    private(set) var line: [Unicode.Scalar]
    private(set) var text: [Unicode.Scalar]
    private(set) var pieces: [AlignedTranslation.Piece]
    private(set) var sentences: [AlignedTranslation.Sentence]

    init(_ aligned: AlignedTranslation) {
        line = Array(aligned.line.unicodeScalars)
        text = Array(aligned.text.unicodeScalars)
        pieces = aligned.pieces
        sentences = aligned.sentences
    }

    /// Replaces a part of the translation.
    ///
    /// - Parameters:
    ///   - range: The places of its scalars.
    ///   - new: What comes in its place.
    ///   - source: What of the line the new text goes with; nil leaves pieces as they are.
    mutating func replaceTarget(
        _ range: Range<Int>, with new: [Unicode.Scalar], source: Range<Int>? = nil
    ) {
        let shift = PlaceShift(range, count: new.count)
        var moved = pieces.compactMap { piece -> AlignedTranslation.Piece? in
            var piece = piece
            let isCut = source != nil && piece.target.overlaps(range)
            let target = isCut ? shift.outside(piece.target) : shift.moved(piece.target)
            if target.isEmpty, isCut || !piece.target.isEmpty { return nil }
            piece.target = target
            return piece
        }
        if let source, !new.isEmpty {
            let target = range.lowerBound..<range.lowerBound + new.count
            let index = moved.firstIndex { $0.target.lowerBound >= target.upperBound }
            moved.insert(
                .init(target: target, source: source, weight: 1), at: index ?? moved.count)
        }
        pieces = moved
        for place in sentences.indices {
            sentences[place].target = shift.around(sentences[place].target)
        }
        text.replaceSubrange(range, with: new)
    }

    /// Replaces every scalar of the translation.
    mutating func replaceEach(with new: (Unicode.Scalar) -> [Unicode.Scalar]) {
        var replaced: [Unicode.Scalar] = []
        var places = [0]
        for scalar in text {
            replaced += new(scalar)
            places.append(replaced.count)
        }
        let moved = { (range: Range<Int>) in places[range.lowerBound]..<places[range.upperBound] }
        for place in pieces.indices { pieces[place].target = moved(pieces[place].target) }
        for place in sentences.indices {
            sentences[place].target = moved(sentences[place].target)
        }
        text = replaced
    }

    /// Replaces a part of the line.
    mutating func replaceSource(_ range: Range<Int>, with new: [Unicode.Scalar]) {
        let shift = PlaceShift(range, count: new.count)
        for place in pieces.indices {
            pieces[place].source = pieces[place].source.map(shift.moved)
        }
        for place in sentences.indices {
            sentences[place].source = shift.around(sentences[place].source)
        }
        line.replaceSubrange(range, with: new)
    }

    /// Takes another line in which everything is at the same place.
    mutating func line(is other: String) {
        let scalars = Array(other.unicodeScalars)
        precondition(
            scalars.count == line.count, "\(scalars.count) scalars in the place of \(line.count)")
        line = scalars
    }

    /// The whole.
    func translation() -> AlignedTranslation {
        AlignedTranslation(
            line: String(line), text: String(text), pieces: pieces, sentences: sentences)
    }
}

/// Where places go when a part of a text gets another length.
private struct PlaceShift {
    let range: Range<Int>
    let count: Int

    init(_ range: Range<Int>, count: Int) {
        self.range = range
        self.count = count
    }

    private var end: Int { range.lowerBound + count }

    private func after(_ place: Int) -> Int { place - range.upperBound + end }

    /// Another part; with all of what is new, if it overlaps with what is replaced.
    func moved(_ other: Range<Int>) -> Range<Int> {
        if other.upperBound <= range.lowerBound, !(other.isEmpty && range.isEmpty) { return other }
        if other.lowerBound >= range.upperBound {
            return after(other.lowerBound)..<after(other.upperBound)
        }
        return min(other.lowerBound, range.lowerBound)..<max(end, after(other.upperBound))
    }

    /// What of another part is before the part that is replaced, else what is behind it.
    func outside(_ other: Range<Int>) -> Range<Int> {
        if other.lowerBound < range.lowerBound { return other.lowerBound..<range.lowerBound }
        return other.upperBound > range.upperBound ? end..<after(other.upperBound) : end..<end
    }

    /// A part that keeps what is put in at its ends.
    func around(_ other: Range<Int>) -> Range<Int> {
        let lower =
            other.lowerBound <= range.lowerBound
            ? other.lowerBound : max(end, after(other.lowerBound))
        let upper =
            other.upperBound >= range.upperBound
            ? after(other.upperBound) : min(other.upperBound, range.lowerBound)
        return min(lower, upper)..<max(lower, upper)
    }
}
