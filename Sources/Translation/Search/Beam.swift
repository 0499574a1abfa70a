/// One sentence's hypotheses: those that grow and the best of those that have ended.
struct Beam {
    /// What the beams of a search have in common.
    struct Rules {
        let options: SearchOptions
        /// The token that ends a hypothesis.
        let end: Int32

        /// How many ended hypotheses a search keeps, and waits for.
        var wanted: Int {
            options.stoppingRule == .exact ? options.nBest : options.beamSize
        }
    }

    /// A hypothesis that has ended.
    private struct Ended {
        /// Its last token before the end token.
        let node: Int32
        let endLogProbability: Float
        let score: Double
        let isCutOff: Bool
    }

    /// The place of the sentence in its batch.
    let sentence: Int
    /// The most tokens that a translation may have.
    let maximumLength: Int
    /// The hypotheses that grow, the most probable first. All have the same length.
    private(set) var live: [Hypothesis]
    /// The best that have ended, by falling score.
    private var ended: [Ended] = []

    /// The beam before the first step.
    init(sentence: Int, start: Int32, maximumLength: Int) {
        self.sentence = sentence
        self.maximumLength = maximumLength
        live = [
            Hypothesis(
                node: TokenTree.root, token: start, row: Int32(sentence), logProbability: 0)
        ]
    }

    /// Replaces the live hypotheses by their best continuations.
    ///
    /// Continuations are taken by falling probability until the beam is full again. One that ends
    /// is set aside if it is among the first beam-size ones (as in fairseq and `transformers`), and
    /// its place goes to another. As each hypothesis ends at most once, a full beam has looked at
    /// no more than 2 · beam size of them, and at no more than beam size + 1 of any one hypothesis.
    ///
    /// - Parameters:
    ///   - length: The tokens that the live hypotheses have.
    ///   - firstRow: The row of the first of them.
    mutating func advance(
        by next: NextTokens, length: Int, firstRow: Int, _ rules: Rules, _ tree: inout TokenTree
    ) {
        let parents = live
        var candidates = Candidates(of: parents, firstRow: firstRow, next)
        var rank = 0
        live = []
        while length < maximumLength, live.count < rules.options.beamSize,
            let candidate = candidates.next()
        {
            let parent = parents[candidate.parent]
            if candidate.token.id != rules.end {
                live.append(candidate.extending(parent, row: firstRow + candidate.parent, &tree))
            } else if rank < rules.options.beamSize {
                end(parent, with: candidate.token.logProbability, length: length, rules)
            }
            rank += 1
        }
        guard rank == 0 else { return }
        // At the maximum length, or where all tokens are impossible, the end is all that is left.
        for (row, parent) in zip(firstRow..., parents) {
            end(
                parent, with: next.logProbability(of: rules.end, row: row), length: length,
                isCutOff: next.best(row)?.id != rules.end, rules)
        }
    }

    private mutating func end(
        _ hypothesis: Hypothesis, with logProbability: Float, length: Int,
        isCutOff: Bool = false, _ rules: Rules
    ) {
        let score = rules.options.lengthPenalty.score(
            logProbability: hypothesis.logProbability + Double(logProbability), length: length + 1)
        let place = ended.firstIndex { $0.score < score } ?? ended.endIndex
        guard place < rules.wanted else { return }
        ended.insert(
            Ended(
                node: hypothesis.node, endLogProbability: logProbability, score: score,
                isCutOff: isCutOff), at: place)
        if ended.count > rules.wanted { ended.removeLast() }
    }

    /// Whether the search is over for the sentence, the live hypotheses having `length` tokens.
    func isDone(length: Int, _ rules: Rules) -> Bool {
        guard let best = live.first else { return true }
        guard ended.count == rules.wanted, let worst = ended.last else { return false }
        let lengths: ClosedRange<Int>
        switch rules.options.stoppingRule {
        case .exact: lengths = length + 1...max(length, maximumLength) + 1
        case .currentLength: lengths = length...length
        case .beamFilled: return true
        }
        let bound = rules.options.lengthPenalty.bound(
            logProbability: best.logProbability, lengths: lengths)
        return !(bound > worst.score)
    }

    /// The n best translations.
    func results(_ rules: Rules, _ tree: TokenTree) -> [SearchResult] {
        ended.prefix(rules.options.nBest).map { ended in
            let path = tree.path(to: ended.node)
            return SearchResult(
                tokens: path.tokens,
                tokenLogProbabilities: path.logProbabilities + [ended.endLogProbability],
                lengthPenalty: rules.options.lengthPenalty, isCutOff: ended.isCutOff)
        }
    }
}
