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
