/// Forbids the last token of a sequence after its other tokens: see
/// ``SearchOptions/suppressedSequences``.
struct ForbiddenSequences: HistoryRule {
    /// None of them is empty.
    let sequences: [[Int32]]

    func apply(to next: inout RuledRow, after tokens: [Int32]) {
        for sequence in sequences {
            let (beginning, last) = (sequence.dropLast(), sequence[sequence.count - 1])
            if tokens.suffix(beginning.count).elementsEqual(beginning) { next.forbid(last) }
        }
    }
}
