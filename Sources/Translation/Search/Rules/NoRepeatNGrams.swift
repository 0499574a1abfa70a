/// Forbids every token that would end an n-gram which the hypothesis has already: see
/// ``SearchOptions/noRepeatNGramSize``.
struct NoRepeatNGrams: HistoryRule {
    /// n.
    let size: Int

    func apply(to next: inout RuledRow, after tokens: [Int32]) {
        guard tokens.count >= size else { return }
        // What the hypothesis ends with would be the beginning of the n-gram.
        let beginning = tokens.suffix(size - 1)
        for start in 0...tokens.count - size
        where tokens[start..<start + size - 1].elementsEqual(beginning) {
            next.forbid(tokens[start + size - 1])
        }
    }
}
