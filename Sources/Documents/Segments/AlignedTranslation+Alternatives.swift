import Translation

extension AlignedTranslation {
    /// Another translation of the line, as far aligned as it has the words of this one.
    func aligned(to other: String) -> AlignedTranslation {
        let old = Array(text.unicodeScalars)
        let new = Array(other.unicodeScalars)
        // Words that are in both, in order.
        let oldWords = old.words
        let newWords = new.words
        let difference = newWords.map { String(new[$0]) }
            .difference(from: oldWords.map { String(old[$0]) })
        var (removed, inserted) = (Set<Int>(), Set<Int>())
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        let pairs = zip(
            oldWords.indices.filter { !removed.contains($0) },
            newWords.indices.filter { !inserted.contains($0) })
        let moved = pairs.flatMap { pair -> [Piece] in
            let (from, to) = (oldWords[pair.0], newWords[pair.1])
            let offset = to.lowerBound - from.lowerBound
            return pieces.filter { from.contains($0.target.lowerBound) }.map { piece in
                var moved = piece
                let end = min(piece.target.upperBound + offset, to.upperBound)
                moved.target = piece.target.lowerBound + offset..<end
                return moved
            }
        }
        return AlignedTranslation(line: line, text: other, pieces: moved)
    }
}

extension [Unicode.Scalar] {
    fileprivate var words: [Range<Int>] {
        indices.split { self[$0].isWhitespace }.map { $0.startIndex..<$0.endIndex }
    }
}
