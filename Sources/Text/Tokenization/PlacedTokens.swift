import CSentencePiece

/// The tokens of a text, each with the place in the text that it stands for.
struct PlacedTokens {
    /// The ids, the end token's last.
    var ids: [Int32] = []
    /// Offsets in the text's UTF-8, as the text was before normalisation. What normalisation adds,
    /// and the end token, have empty places.
    var places: [Range<Int>] = []
    /// How many language tokens there are at the beginning: one or none.
    var languageTokenCount = 0
}

extension SubwordTokenizer {
    /// The tokens of ``encode(_:sampling:)`` with their places.
    func placedTokens(of text: String) -> PlacedTokens {
        var tokens = PlacedTokens()
        let (languageToken, rest) = partingLanguageToken(of: text)
        let start = text.utf8.count - rest.utf8.count
        if let languageToken {
            tokens.ids.append(vocabulary.textID(of: languageToken))
            tokens.places.append(start - languageToken.utf8.count..<start)
            tokens.languageTokenCount = 1
        }
        model.forEachPlacedPiece(of: rest) { id, bytes, place in
            tokens.ids.append(
                vocabularyIDs[id] ?? vocabulary.textID(of: String(decoding: bytes, as: UTF8.self)))
            tokens.places.append(start + place.lowerBound..<start + place.upperBound)
        }
        tokens.ids.append(vocabulary.endID)
        tokens.places.append(text.utf8.count..<text.utf8.count)
        return tokens
    }
}

extension SentencePieceModel {
    /// Hands the pieces of a text to `body`: the model's id, the bytes, and the place in the text.
    fileprivate func forEachPlacedPiece(
        of text: String,
        _ body: (_ id: Int, _ bytes: UnsafeRawBufferPointer, _ place: Range<Int>) -> Void
    ) {
        var pieces: UnsafePointer<csp_pieces>?
        let reason = text.withView { csp_encode(model, $0, nil, &pieces) }
        guard let found = pieces?.pointee else {
            preconditionFailure("SentencePiece: \(consumeText(reason) ?? "no pieces")")
        }
        defer { csp_pieces_delete(pieces) }
        var start = 0
        for index in 0..<found.count {
            let end = found.ends[index]
            let bytes = UnsafeRawBufferPointer(start: found.bytes + start, count: end - start)
            body(Int(found.ids[index]), bytes, found.text_starts[index]..<found.text_ends[index])
            start = end
        }
    }
}
