public import Models
public import Tensors
public import Text

/// Takes the most probable token at every step; of equally probable ones, the one with the smaller
/// id.
public struct GreedySearch: Search {
    private let options: SearchOptions

    /// The greedy search with the lengths, suppressed tokens and length penalty of `options`.
    public init(_ options: SearchOptions) {
        self.options = options
    }

    /// See ``Search/translations(of:with:_:)``.
    public func translations<Model: SequenceToSequenceModel>(
        of source: PackedSentences, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        guard source.count > 0 else { return [] }
        let options = self.options.adapted(to: model)
        let end = model.specialTokens.end
        let maximumLengths = options.maximumLengths(for: source, with: model)
        var state = model.encode(source, context)
        var drafts = maximumLengths.map { Draft(maximumLength: $0) }
        var live = Array(drafts.indices)  // the sentence of every row
        while !live.isEmpty {
            let tokens = live.map { drafts[$0].tokens.last ?? model.specialTokens.start }
            let next = NextTokens(
                model.step(tokens, &state, context), count: 1,
                forbidden: options.forbiddenTokens(
                    at: drafts[live[0]].tokens.count, end: end), context)
            for (row, sentence) in live.enumerated() {
                drafts[sentence].extend(by: next, row: row, end: end)
            }
            let unfinished = live.indices.filter { !drafts[live[$0]].isFinished }
            if unfinished.count < live.count, !unfinished.isEmpty {
                state.select(rows: unfinished.map(Int32.init), context)
            }
            live = unfinished.map { live[$0] }
        }
        return drafts.map { [$0.result(options.lengthPenalty)] }
    }
}

/// A translation that grows.
private struct Draft {
    let maximumLength: Int
    var tokens: [Int32] = []
    var tokenLogProbabilities: [Float] = []
    var isFinished = false
    var isCutOff = false

    init(maximumLength: Int) {
        self.maximumLength = maximumLength
    }

    mutating func extend(by next: NextTokens, row: Int, end: Int32) {
        let best = next.best(row)
        if let best, best.id != end, tokens.count < maximumLength {
            tokens.append(best.id)
            tokenLogProbabilities.append(best.logProbability)
        } else {
            tokenLogProbabilities.append(next.logProbability(of: end, row: row))
            isFinished = true
            isCutOff = best?.id != end
        }
    }

    func result(_ lengthPenalty: LengthPenalty) -> SearchResult {
        SearchResult(
            tokens: tokens, tokenLogProbabilities: tokenLogProbabilities,
            lengthPenalty: lengthPenalty, isCutOff: isCutOff)
    }
}
