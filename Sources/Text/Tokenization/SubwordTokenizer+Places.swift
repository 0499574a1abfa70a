extension SubwordTokenizer {
    /// Where in a line the tokens of every part of its segments are: the places of the Unicode scalars
    /// that each stands for, without white space at its ends. nil for language tokens, for the end
    /// token and for what normalisation adds.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - segments: The line's segments, each with the number of tokens of every part that it was cut
    ///     into, language token and end token included.
    package func places(
        in line: String, of segments: [(segment: Segment, partCounts: [Int])]
    ) -> [[Range<Int>?]] {
        let scalars = ScalarPlaces(line)
        return segments.flatMap { segment, counts in
            let tokens = placedTokens(of: segment.text)
            let heads = tokens.languageTokenCount
            var next = heads
            return counts.map { count -> [Range<Int>?] in
                let end = min(tokens.ids.count - 1, next + count - 1 - heads)
                defer { next = end }
                let head = [Range<Int>?](repeating: nil, count: heads)
                let text = (next..<end).map { token in
                    segment.placeInLine(tokens.places[token], isHead: false)
                        .flatMap(scalars.trimmed)
                }
                return head + text + [nil]
            }
        }
    }

    /// The texts that token ids spell, in order, without the spaces at their ends: one for every token
    /// that spells any, and one for all bytes in succession that only together spell something.
    ///
    /// - Parameter ids: The ids. Special tokens spell nothing.
    package func texts(ofTokens ids: [Int32]) -> [(tokens: Range<Int>, text: String)] {
        var texts: [(tokens: Range<Int>, text: String)] = []
        var place = 0
        while place < ids.count {
            let start = place
            place += 1
            if isByte(ids[start]) {
                while place < ids.count, isByte(ids[place]) { place += 1 }
            }
            let text = decode(ids[start..<place])
            if !text.isEmpty { texts.append((start..<place, text)) }
        }
        return texts
    }

    private func isByte(_ id: Int32) -> Bool {
        guard !vocabulary.isSpecial(id), let piece = vocabulary.piece(of: id),
            piece.utf8.count == 6, piece.hasPrefix("<0x")
        else { return false }
        return model.kind(model.id(of: piece)) == .byte
    }
}

/// Places in a text's UTF-8 as places of its Unicode scalars.
private struct ScalarPlaces {
    private let scalars: [Unicode.Scalar]
    /// The scalar of every byte, and the number of scalars.
    private let scalarOfByte: [Int]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var places: [Int] = []
        places.reserveCapacity(text.utf8.count + 1)
        for (place, scalar) in scalars.enumerated() {
            for _ in 0..<UTF8.width(scalar) { places.append(place) }
        }
        scalarOfByte = places + [scalars.count]
    }

    /// The scalars of some bytes without white space at their ends; nil where there are none.
    func trimmed(_ bytes: Range<Int>) -> Range<Int>? {
        var (start, end) = (scalarOfByte[bytes.lowerBound], scalarOfByte[bytes.upperBound])
        while start < end, scalars[start].isSpace { start += 1 }
        while start < end, scalars[end - 1].isSpace { end -= 1 }
        return start < end ? start..<end : nil
    }
}
