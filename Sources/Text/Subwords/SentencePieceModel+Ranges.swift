import CSentencePiece

extension SentencePieceModel {
    /// The bytes of a text up to which its pieces are looked for at once: the time for a run of
    /// characters without pieces grows with the square of its length.
    private static let mostBytesAtOnce = 8192

    /// The pieces of a text, and the bytes of the text, as it was before normalisation, that each
    /// stands for.
    ///
    /// A text that is too long to be cut at once is cut in stretches that end in front of white
    /// space, if there is any, so that the pieces may differ from ``pieces(of:sampling:)`` there.
    func piecesWithRanges(
        of text: String
    ) -> [(piece: String, range: Range<Int>)] {
        var found: [(piece: String, range: Range<Int>)] = []
        var start = text.startIndex
        var offset = 0
        while start < text.endIndex {
            let end = text.endOfStretch(from: start, mostBytes: Self.mostBytesAtOnce)
            let stretch = String(text[start..<end])
            found += pieces(ofStretch: stretch).map { piece, range in
                (piece, range.lowerBound + offset..<range.upperBound + offset)
            }
            offset += stretch.utf8.count
            start = end
        }
        return found
    }

    private func pieces(
        ofStretch text: String
    ) -> [(piece: String, range: Range<Int>)] {
        var pieces: UnsafePointer<csp_pieces>?
        let reason = text.withView { csp_encode(model, $0, nil, &pieces) }
        guard let found = pieces?.pointee else {
            preconditionFailure("SentencePiece: \(consumeText(reason) ?? "no pieces")")
        }
        defer { csp_pieces_delete(pieces) }
        let bytes = UnsafeRawBufferPointer(
            start: found.bytes, count: found.count == 0 ? 0 : found.ends[found.count - 1])
        return (0..<found.count).map { place in
            let start = place == 0 ? 0 : found.ends[place - 1]
            return (
                String(decoding: bytes[start..<found.ends[place]], as: UTF8.self),
                found.text_starts[place]..<found.text_ends[place]
            )
        }
    }
}

extension String {
    /// Where a stretch of at most so many bytes ends: in front of the last white space in it, else
    /// between any two scalars.
    fileprivate func endOfStretch(from start: Index, mostBytes: Int) -> Index {
        guard let limit = utf8.index(start, offsetBy: mostBytes, limitedBy: endIndex),
            limit < endIndex
        else { return endIndex }
        let end = limit.rounded(in: self)
        let space = unicodeScalars[start..<end].lastIndex(where: \.properties.isWhitespace)
        return space.map { $0 > start ? $0 : end } ?? end
    }
}

extension String.Index {
    /// The beginning of the scalar that the index is in.
    fileprivate func rounded(in text: String) -> String.Index {
        var index = self
        while index.samePosition(in: text.unicodeScalars) == nil {
            index = text.utf8.index(before: index)
        }
        return index
    }
}
