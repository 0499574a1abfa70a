/// Tokens in succession that say the same again and again, as a decoder in a loop does.
package struct Repetition: Equatable {
    /// How often something is said in succession before it can be a loop: "ha ha ha" is none.
    private static let leastCount = 4
    /// How many tokens a loop has at least, all rounds together: an ellipsis is none.
    private static let leastTokens = 8

    /// What is repeated.
    package let tokens: [Int32]
    /// How often it occurs in succession.
    package let count: Int

    /// The loop in a translation: an n-gram, n from 1 on, that occurs at least four times in
    /// succession, on at least eight tokens, and more often than anything does in the source (which
    /// may well say "no, no, no, no"). Of several, the one on most tokens, then the one of the
    /// shortest n-gram. nil where there is none.
    package static func loop(in translation: [Int32], of source: [Int32]) -> Repetition? {
        let loops = longestByPeriod(translation, leastCount: leastCount)
            .filter { $0.tokens.count * $0.count >= leastTokens }
        guard let longest = loops.max(by: { $0.tokenCount < $1.tokenCount }) else { return nil }
        let usual = longestByPeriod(source, leastCount: 2).map(\.count).max() ?? 1
        return longest.count > usual ? longest : nil
    }

    private var tokenCount: Int { tokens.count * count }

    /// For every n for which there is one, the n-gram that occurs most often in succession, if at
    /// least `leastCount` times.
    private static func longestByPeriod(_ tokens: [Int32], leastCount: Int) -> [Repetition] {
        (1...max(1, tokens.count / leastCount)).compactMap { period in
            let repetition = longest(in: tokens, period: period)
            return repetition.count >= leastCount ? repetition : nil
        }
    }

    /// The n-gram of `period` tokens that occurs most often in succession.
    private static func longest(in tokens: [Int32], period: Int) -> Repetition {
        // Where a token equals the one a period before, as many times in succession as the n-gram
        // is long, the n-gram has occurred once more.
        var equal = 0
        var best = (equal: 0, end: period)
        for place in stride(from: period, to: tokens.count, by: 1) {
            equal = tokens[place] == tokens[place - period] ? equal + 1 : 0
            if equal > best.equal { best = (equal, place + 1) }
        }
        let start = best.end - best.equal - period
        return Repetition(
            tokens: Array(tokens.dropFirst(start).prefix(period)), count: best.equal / period + 1)
    }
}
