/// Multiplies the log-probability of every token that the hypothesis has already by θ: see
/// ``SearchOptions/repetitionPenalty``.
struct RepetitionPenalty: HistoryRule {
    /// θ.
    let factor: Double

    func apply(to next: inout RuledRow, after tokens: [Int32]) {
        for token in Set(tokens) { next[token] *= Float(factor) }
    }
}
