import CSentencePiece

extension SentencePieceModel {
    /// Takes a piece of a text: the model's id, the bytes of the piece, and the bytes of the text, as
    /// it was before normalisation, that it stands for.
    typealias PieceVisitor = (
        _ id: Int, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) -> Void

    /// Cuts a text into pieces, normalising it first as the model says.
    ///
    /// - Parameters:
    ///   - text: The text. A run of characters that have no piece becomes one piece that is the run
    ///     itself, unless the model falls back to bytes.
    ///   - sampling: How to draw the segmentation; nil for the best one.
    /// - Precondition: The model can sample if sampling is asked for (``canSample``).
    public func pieces(of text: String, sampling: Sampling? = nil) -> [String] {
        var pieces: [String] = []
        forEachPiece(of: text[...], sampling: sampling) { _, bytes, _ in
            pieces.append(String(decoding: bytes, as: UTF8.self))
        }
        return pieces
    }

    /// The pieces of a text that is cut in parts of so many bytes, and what each stands for, for
    /// tests.
    package func pieces(
        of text: String, partBytes: ClosedRange<Int>
    ) -> [(piece: String, range: Range<Int>)] {
        var pieces: [(piece: String, range: Range<Int>)] = []
        forEachPiece(of: text[...], sampling: nil, partBytes: partBytes) { _, bytes, range in
            pieces.append((String(decoding: bytes, as: UTF8.self), range))
        }
        return pieces
    }

    /// Hands the pieces of a text to `body`, in order. The range of each begins where the one before
    /// it ends; white space at both ends of the text may be in none.
    ///
    /// - Parameter partBytes: The bytes of the parts that a long text is cut in.
    func forEachPiece(
        of text: Substring, sampling: Sampling?, partBytes: ClosedRange<Int> = TextCuts.partBytes,
        _ body: PieceVisitor
    ) {
        precondition(sampling == nil || canSample, "sampling with a model of words or characters")
        text.withView { view in
            guard view.count > partBytes.lowerBound else {
                return forEachPiece(ofPart: view, sampling, body)
            }
            let parts = cuts.cuts(of: self).parts(of: view.buffer, partBytes)
            forEachPiece(of: parts, in: view.buffer, sampling, body)
        }
    }

    /// Hands over what the pieces of a text's parts are in the whole.
    private func forEachPiece(
        of parts: [TextCuts.Part], in text: UnsafeRawBufferPointer, _ sampling: Sampling?,
        _ body: PieceVisitor
    ) {
        // The library joins unknown pieces that follow each other in what it is given.
        var unknown: (bytes: [UInt8], start: Int) = ([], 0)
        var end: Int?
        func handOverUnknown() {
            guard let end, !unknown.bytes.isEmpty else { return }
            unknown.bytes.withUnsafeBytes { body(unknownID, $0, unknown.start..<end) }
            unknown.bytes.removeAll()
        }
        for (number, part) in parts.enumerated() {
            let offset = part.bytes.lowerBound
            var draw = sampling
            draw?.seed &+= UInt32(truncatingIfNeeded: number)
            var isForeign = part.hasForeignSpace
            let view = csp_view(UnsafeRawBufferPointer(rebasing: text[part.bytes]))
            forEachPiece(ofPart: view, draw) { id, bytes, range in
                defer { isForeign = false }
                // A part that the library refuses is unknown as a whole, without that space.
                if isForeign, id != unknownID { return }
                // White space at the ends of parts is white space between pieces of the whole.
                let start = end ?? offset + range.lowerBound
                if id != unknownID { handOverUnknown() }
                end = offset + range.upperBound
                if id == unknownID {
                    if unknown.bytes.isEmpty { unknown.start = start }
                    unknown.bytes += bytes
                } else {
                    body(id, bytes, start..<offset + range.upperBound)
                }
            }
        }
        handOverUnknown()
    }

    private func forEachPiece(ofPart part: csp_view, _ sampling: Sampling?, _ body: PieceVisitor) {
        var pieces: UnsafePointer<csp_pieces>?
        let reason: OpaquePointer?
        if let sampling {
            var draw = csp_sampling(alpha: sampling.alpha, seed: sampling.seed)
            reason = csp_encode(model, part, &draw, &pieces)
        } else {
            reason = csp_encode(model, part, nil, &pieces)
        }
        // The library cannot cut every text with every model: then all of it is unknown.
        guard let found = pieces?.pointee else {
            csp_text_delete(reason)
            return body(unknownID, part.buffer, 0..<part.count)
        }
        defer { csp_pieces_delete(pieces) }
        let bytes = UnsafeRawBufferPointer(
            start: found.bytes, count: found.count == 0 ? 0 : found.ends[found.count - 1])
        var start = 0
        for index in 0..<found.count {
            let end = found.ends[index]
            body(
                Int(found.ids[index]), .init(rebasing: bytes[start..<end]),
                found.text_starts[index]..<found.text_ends[index])
            start = end
        }
    }
}

// MARK: Joining

extension SentencePieceModel {
    /// Joins pieces to a text.
    ///
    /// Pieces that the model does not have are taken as they are; control pieces leave nothing.
    public func text(ofPieces pieces: some Collection<String>) -> String {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for piece in pieces {
            bytes.append(contentsOf: piece.utf8)
            ends.append(bytes.count)
        }
        var text: OpaquePointer?
        let reason = bytes.withUnsafeBytes { bytes in
            var start = 0
            let views = ends.map { end in
                defer { start = end }
                return csp_view(.init(rebasing: bytes[start..<end]))
            }
            return csp_decode(model, views, views.count, &text)
        }
        guard let joined = consumeText(text) else {
            preconditionFailure("SentencePiece: \(consumeText(reason) ?? "no text")")
        }
        return joined
    }
}
