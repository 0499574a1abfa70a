/// Forbids some tokens whatever came before.
struct ForbiddenTokens: HistoryRule {
    let tokens: Set<Int32>

    func apply(to next: inout RuledRow, after _: [Int32]) {
        for token in tokens { next.forbid(token) }
    }
}
