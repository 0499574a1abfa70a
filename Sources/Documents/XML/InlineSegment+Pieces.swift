extension InlineSegment {
    /// What is written for content in the place of the segment's own: all of it, with what stands
    /// before and behind.
    ///
    /// - Parameter translation: Content with the segment's codes.
    func pieces(of translation: InlineContent) -> [Piece] {
        before + translation.elements.flatMap(pieces) + behind
    }

    private func pieces(of element: InlineContent.Element) -> [Piece] {
        switch element {
        case .text(let text): return [.text(text)]
        case .code(let code):
            guard let own = codes[code.id] else {
                preconditionFailure("code \(code.id) is not of this segment")
            }
            return switch code.role {
            case .begin: own.first.map { .open($0) }
            case .end: (own.end ?? []).map { .close($0) }
            case .alone: own.first.map { .alone($0) }
            }
        }
    }
}
