/// A hypothesis that has finished.
struct FinishedHypothesis {
    let hypothesis: Hypothesis
    let end: NextTokens.Token
    /// What translations are ranked by: ``SearchResult/score``.
    let score: Double
    /// The length, end token included, that its score goes by.
    let scoredLength: Int
    let isCutOff: Bool
    /// What the translation has of what it has to have; nil where it has to have nothing.
    var constraints: ConstraintState?

    /// How much it lacks of that.
    private var unmetCount: Int { constraints?.unmetCount ?? 0 }

    /// Whether it is better than another: it lacks less, or as much and has the higher score.
    func precedes(_ other: FinishedHypothesis) -> Bool {
        unmetCount == other.unmetCount ? score > other.score : unmetCount < other.unmetCount
    }

    /// The translation.
    func result(_ options: SearchOptions, _ tree: TokenTree) -> SearchResult {
        let path = tree.path(to: hypothesis.node)
        return SearchResult(
            tokens: path.tokens,
            tokenLogProbabilities: path.logProbabilities + [end.logProbability],
            penalizedLogProbability: hypothesis.score + Double(end.score),
            coveragePenalty: hypothesis.coverage.penalty(options.coveragePenalty),
            lengthPenalty: options.lengthPenalty, scoredLength: scoredLength, isCutOff: isCutOff,
            constraints: constraints?.matches ?? [])
    }
}
