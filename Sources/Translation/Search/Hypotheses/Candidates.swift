/// A translation that is not finished.
struct Hypothesis {
    /// Its last token's node in the search's tree.
    let node: Int32
    /// Its last token, which the model is fed next.
    let token: Int32
    /// The row that it had in the step before, without that token.
    let row: Int32
    /// What it is ranked by: log P of its tokens, under the rules.
    let merit: Double
    /// How much it has spelled of what it has to (``Spelling``), in bytes.
    let spelled: Int
    /// The attention it has given to the source, when somebody wants to know.
    var coverage = Coverage()
}

/// A hypothesis with one token more.
struct Candidate {
    /// The place of the hypothesis among the live ones of its sentence.
    let parent: Int
    /// The token.
    let token: NextTokens.Token
    /// What it is ranked by: log P of all tokens, under the rules.
    let merit: Double
    /// See ``Hypothesis/spelled``.
    let spelled: Int

    /// The candidate as a hypothesis, its token added to the tree.
    func extending(_ parent: Hypothesis, row: Int, _ tree: inout TokenTree) -> Hypothesis {
        Hypothesis(
            node: tree.append(token.id, logProbability: token.logProbability, to: parent.node),
            token: token.id, row: Int32(row), merit: merit, spelled: spelled,
            coverage: parent.coverage)
    }
}

/// All continuations of a sentence's hypotheses, the best first.
///
/// Every hypothesis brings its own continuations in order; this merges them. One that has something
/// to spell brings only what spells it. Of equally good ones,
/// that of the earlier hypothesis comes first, then that of the smaller token.
struct Candidates: Sequence, IteratorProtocol {
    private let tokens: NextTokens
    private let hypotheses: [Hypothesis]
    private let firstRow: Int
    private let completion: Spelling?
    /// What each hypothesis may go on with that has something to spell.
    private var rankings: [Int: [NextTokens.Token]] = [:]
    /// Of each hypothesis, the continuation whose turn is next, and the place in its ranking after
    /// that.
    private var heads: [(candidate: Candidate, next: Int)?] = []

    /// The continuations of hypotheses that have the rows from `firstRow` on.
    init(
        of hypotheses: [Hypothesis], firstRow: Int, _ next: NextTokens, completion: Spelling?
    ) {
        tokens = next
        self.hypotheses = hypotheses
        self.firstRow = firstRow
        self.completion = completion
        if let completion {
            for (place, hypothesis) in hypotheses.enumerated()
            where hypothesis.spelled < completion.end {
                rankings[place] = next.ranking(
                    of: completion.tokens(at: hypothesis.spelled), row: firstRow + place)
            }
        }
        heads = hypotheses.indices.map { head(of: $0, from: 0) }
    }

    private func head(of parent: Int, from place: Int) -> (candidate: Candidate, next: Int)? {
        guard let (token, nextPlace) = token(of: parent, from: place) else { return nil }
        let hypothesis = hypotheses[parent]
        let candidate = Candidate(
            parent: parent, token: token, merit: hypothesis.merit + Double(token.merit),
            spelled: completion?.place(after: token.id, at: hypothesis.spelled) ?? 0)
        return (candidate, nextPlace)
    }

    private func token(of parent: Int, from place: Int) -> (token: NextTokens.Token, next: Int)? {
        guard let ranking = rankings[parent] else {
            return tokens.token(firstRow + parent, from: place)
        }
        return place < ranking.count ? (ranking[place], place + 1) : nil
    }

    mutating func next() -> Candidate? {
        var best: (candidate: Candidate, next: Int)?
        for case let head? in heads
        where best.map({ head.candidate.merit > $0.candidate.merit }) ?? true {
            best = head
        }
        guard let (candidate, place) = best else { return nil }
        heads[candidate.parent] = head(of: candidate.parent, from: place)
        return candidate
    }
}
