/// Protected text with what belongs to it: quotes around it, and what joins it to other such text.
///
/// Models drop half as many masks when `'%s:%d'` is one of them and not two in quotes, and the text
/// around is as good.
struct ProtectedSpans {
    private static let quotes: [Unicode.Scalar: [Unicode.Scalar]] = [
        "'": ["'"], "`": ["'", "`"], "\"": ["\""], "“": ["”"], "‘": ["’"], "«": ["»"],
        "„": ["“", "”"],
        "<": [">"], "(": [")"], "[": ["]"],
    ]
    private static let joints: Set<Unicode.Scalar> = [":", "/", ".", "@", "_", "=", "x", "-", "\\"]
    /// The most letters of a unit or an ending, as in `%dpx`.
    private static let mostLetters = 3

    let joined: [ProtectedText]

    init(_ text: ScalarText, _ found: [ProtectedText]) {
        var spans = found.map { (kind: $0.kind, range: $0.range) }
        for index in spans.indices where spans[index].kind.takesNeighbors {
            let bounds = (
                index == 0 ? 0 : spans[index - 1].range.upperBound,
                index + 1 == spans.count ? text.count : spans[index + 1].range.lowerBound
            )
            spans[index].range = Self.widened(spans[index].range, bounds, text)
        }
        spans = Self.merged(spans, text)
        for index in spans.indices where spans[index].kind.takesNeighbors {
            spans[index].range = Self.quoted(spans[index].range, text)
        }
        spans = Self.merged(spans, text)
        joined = spans.map { .init(kind: $0.kind, text: text[$0.range], range: $0.range) }
    }

    private typealias Span = (kind: ProtectedKind, range: Range<Int>)

    private static func merged(_ spans: [Span], _ text: ScalarText) -> [Span] {
        spans.reduce(into: []) { merged, span in
            guard let last = merged.last, last.kind.takesNeighbors, span.kind.takesNeighbors,
                last.range.upperBound <= span.range.lowerBound,
                text.scalars[last.range.upperBound..<span.range.lowerBound]
                    .allSatisfy(joints.contains)
            else { return merged.append(span) }
            merged[merged.count - 1].range = last.range.lowerBound..<span.range.upperBound
        }
    }

    /// With the quotes around, as many as there are.
    private static func quoted(_ range: Range<Int>, _ text: ScalarText) -> Range<Int> {
        var range = range
        while range.lowerBound > 0,
            quotes[text[range.lowerBound - 1]]?.contains(text[range.upperBound]) == true,
            text.isWordStart(range.lowerBound - 1), text.isWordEnd(range.upperBound + 1)
        {
            range = range.lowerBound - 1..<range.upperBound + 1
        }
        return range
    }

    /// With the rest of a name: `lib%s.so`, `{dir}/file`, `%dpx`.
    private static func widened(
        _ range: Range<Int>, _ bounds: (Int, Int), _ text: ScalarText
    ) -> Range<Int> {
        var lower = range.lowerBound
        while lower > bounds.0, isName(text[lower - 1]) { lower -= 1 }
        var upper = range.upperBound
        while upper < bounds.1, isName(text[upper]) { upper += 1 }
        // A full stop may be the sentence's.
        while upper > range.upperBound, ".-".unicodeScalars.contains(text[upper - 1]) { upper -= 1 }
        while lower < range.lowerBound, ".-".unicodeScalars.contains(text[lower]) { lower += 1 }
        let before = text.scalars[lower..<range.lowerBound]
        let behind = text.scalars[range.upperBound..<upper]
        if !belongs(before, joint: before.last) { lower = range.lowerBound }
        if !belongs(behind, joint: behind.first) { upper = range.upperBound }
        return lower..<upper
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isNamePart || "/.-\\".unicodeScalars.contains(scalar)
    }

    private static func belongs(
        _ part: ArraySlice<Unicode.Scalar>, joint: Unicode.Scalar?
    ) -> Bool {
        guard let joint else { return false }
        return "/._\\".unicodeScalars.contains(joint) || part.count <= mostLetters
    }
}

extension ProtectedKind {
    /// Whether quotes around belong to it, and names that it is joined to.
    fileprivate var takesNeighbors: Bool {
        switch self {
        case .message, .tag, .mnemonic, .emoji, .code: false
        default: true
        }
    }
}
