/// The tokens of a text, each with the place in the text that it stands for.
package struct PlacedTokens: Sendable {
    /// The ids, the end token's last.
    package fileprivate(set) var ids: [Int32] = []
    /// Offsets in the text's UTF-8, as the text was before normalisation. What normalisation adds,
    /// and the end token, have empty places.
    package fileprivate(set) var places: [Range<Int>] = []
    /// How many language tokens there are at the beginning: one or none.
    package fileprivate(set) var languageTokenCount = 0
    /// Where the text begins after the language token.
    package fileprivate(set) var textStart = 0

    fileprivate mutating func append(_ id: Int32, at place: Range<Int>) {
        ids.append(id)
        places.append(place)
    }
}

extension SubwordTokenizer {
    /// The tokens of ``encode(_:sampling:)`` with their places.
    package func placedTokens(
        of text: String, sampling: SentencePieceModel.Sampling? = nil
    ) -> PlacedTokens {
        var tokens = PlacedTokens()
        let parted = parted(text)
        let (start, end) = (parted.restStart, text.utf8.count)
        tokens.textStart = start
        if let token = parted.languageToken, let place = parted.languageTokenPlace {
            tokens.append(vocabulary.textID(of: String(token)), at: place)
            tokens.languageTokenCount = 1
        }
        forEachToken(of: parted.rest, sampling: sampling) { id, range in
            tokens.append(id, at: start + range.lowerBound..<start + range.upperBound)
        }
        tokens.append(vocabulary.endID, at: end..<end)
        return tokens
    }
}

extension SubwordTokenizer {
    /// Whether a token begins a word: so for the pieces that begin with a space.
    package func beginsWord(_ id: Int32) -> Bool {
        vocabulary.piece(of: id)?.utf8.starts(with: SentencePieceModel.space.utf8) ?? false
    }

    /// The places of the tokens that are known text: no special tokens, no language token, and no
    /// space alone.
    package func placesOfText(in ids: [Int32]) -> [Int] {
        ids.indices.filter { place in
            guard !vocabulary.isSpecial(ids[place]), let piece = vocabulary.piece(of: ids[place])
            else { return false }
            return piece != SentencePieceModel.space && !vocabulary.languageTokens.contains(piece)
        }
    }
}
