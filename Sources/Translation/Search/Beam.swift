import Models

/// One sentence's hypotheses: those that grow (active) and the best of those that have ended
/// (finished).
struct Beam {
    /// What the beams of a search have in common.
    struct Rules {
        let options: SearchOptions
        /// The token that ends a hypothesis.
        let end: Int32

        /// How many finished hypotheses a search keeps, and waits for.
        var wanted: Int {
            options.stoppingRule == .exact ? options.nBest : options.beamSize
        }
    }

    /// The place of the sentence in its batch.
    let sentence: Int
    /// What the translation begins with.
    private let prefix: [Int32]
    /// What it goes on with then.
    private let completion: Spelling?
    /// Whether what the prefix costs counts for nothing.
    private let ranksRestAlone: Bool
    /// The most tokens that a translation may have.
    private let maximumLength: Int
    /// Whether the prefix is all of the translation.
    private let isGiven: Bool
    /// What is told of the search, where somebody asks.
    private let record: SearchRecord?
    /// What the translation has to have in it, and how far the active hypotheses are with that; nil
    /// for nothing.
    private var constrained: ConstrainedBeam?
    /// The hypotheses that grow, the best first. All have the same length.
    private(set) var active: [Hypothesis]
    /// The best that have finished, by falling score.
    private var finished: [FinishedHypothesis] = []

    /// The beam before the first step.
    ///
    /// - Parameters:
    ///   - index: The place of the sentence in its batch.
    ///   - record: What is told of the search; nil for nothing.
    init(
        of sentence: SearchSentence, at index: Int, start: Int32, maximumLength: Int,
        _ record: SearchRecord?
    ) {
        sentence.requireNoPrefix(for: record)
        self.record = record
        prefix = sentence.targetPrefix
        precondition(
            prefix.count <= maximumLength,
            "a target prefix of \(prefix.count) tokens for a translation of \(maximumLength)")
        self.sentence = index
        completion = sentence.completion
        ranksRestAlone = sentence.ranksRestAlone
        isGiven = sentence.isGiven
        constrained = sentence.constraints.map {
            ConstrainedBeam($0.fitting(in: maximumLength - sentence.targetPrefix.count))
        }
        self.maximumLength = maximumLength
        active = [
            Hypothesis(
                node: TokenTree.root, token: start, row: Int32(index), score: 0, spelled: 0)
        ]
    }

    /// Adds what the active hypotheses attended to in a step.
    ///
    /// - Parameter attention: The attention of a hypothesis, by its place among the active ones.
    mutating func cover(_ attention: (Int) -> [Float]) {
        for place in active.indices {
            active[place].coverage = active[place].coverage.adding(attention(place))
        }
    }

    /// Whether it wants to know what hypotheses look at, for what has to be in the translation.
    var wantsAttention: Bool { constrained?.wantsAttention == true }

    /// Takes what the active hypotheses looked at in a step, by the head that aligns words.
    mutating func look(_ attention: (Int) -> [Float]) {
        constrained?.look(active.indices.map(attention))
    }

    /// Replaces the active hypotheses by their best continuations, or by the one that the target
    /// prefix says.
    ///
    /// Continuations are taken by falling score until the beam is full again. One that ends is set
    /// aside if it is among the first beam-size ones (as in fairseq and `transformers`), and its
    /// place goes to another. As each hypothesis ends at most once, a full beam has looked at no
    /// more than 2 · beam size of them, and at no more than beam size + 1 of any one hypothesis.
    ///
    /// - Parameters:
    ///   - length: The tokens that the active hypotheses have.
    ///   - firstRow: The row of the first of them.
    mutating func advance(
        by next: NextTokens, length: Int, firstRow: Int, _ rules: Rules, _ tree: inout TokenTree
    ) {
        // A model that does not compute numbers for one hypothesis has nothing to say of the others.
        if let place = active.indices.first(where: { !next.isFinite(firstRow + $0) }) {
            return fail(active[place], with: next.forcedToken(rules.end, row: firstRow + place))
        }
        if length < prefix.count {
            return force(prefix[length], next, row: firstRow, &tree)
        }
        if constrained != nil {
            return advanceConstrained(by: next, length: length, firstRow: firstRow, rules, &tree)
        }
        let parents = active
        var candidates = Candidates(
            of: parents, firstRow: firstRow, next, completion: completion)
        var rank = 0
        active = []
        while length < maximumLength, active.count < rules.options.beamSize,
            let candidate = candidates.next()
        {
            let parent = parents[candidate.parent]
            if candidate.token.id != rules.end {
                active.append(candidate.extending(parent, row: firstRow + candidate.parent, &tree))
            } else if rank < rules.options.beamSize {
                finish(parent, with: candidate.token, length: length, rules)
            }
            rank += 1
        }
        guard rank == 0 else {
            if let record {
                record.note(
                    Candidates(of: parents, firstRow: firstRow, next, completion: completion),
                    choosing: active)
            }
            return
        }
        // At the maximum length, or where all tokens are impossible, the end is all that is left.
        for (row, parent) in zip(firstRow..., parents) {
            finish(
                parent, with: next.forcedToken(rules.end, row: row), length: length,
                isCutOff: !isGiven && next.best(row)?.id != rules.end, rules)
        }
    }

    /// Extends the only hypothesis that there is while a prefix lasts.
    private mutating func force(
        _ token: Int32, _ next: NextTokens, row: Int, _ tree: inout TokenTree
    ) {
        active = active.map { parent in
            let forced = next.forcedToken(token, row: row)
            let cost = ranksRestAlone ? 0 : Double(forced.score)
            let candidate = Candidate(
                parent: 0, token: forced, score: parent.score + cost, spelled: 0)
            return candidate.extending(parent, row: row, &tree)
        }
        constrained?.force(token)
    }

    /// The same as ``advance(by:length:firstRow:_:_:)`` where the translation has to have something
    /// in it. A hypothesis that ends is set aside if it has all of that.
    private mutating func advanceConstrained(
        by next: NextTokens, length: Int, firstRow: Int, _ rules: Rules, _ tree: inout TokenTree
    ) {
        guard var constrained else { return }
        let parents = active
        let states = constrained.states
        let steps =
            length < maximumLength
            ? constrained.advance(
                parents, by: next, length: length, firstRow: firstRow, completion: completion,
                rules) : .init()
        self.constrained = constrained
        active = steps.going.map {
            $0.extending(parents[$0.parent], row: firstRow + $0.parent, &tree)
        }
        for candidate in steps.ending {
            finish(
                parents[candidate.parent], with: candidate.token, length: length,
                constraints: constrained.ended(states[candidate.parent]), rules)
        }
        // Of a wide beam most have paid more than the best translations in all.
        let hopeful = active.prefix { !isHopeless($0, length: length + 1, rules) }
        active.removeLast(active.count - hopeful.count)
        self.constrained?.keep(hopeful.count)
        guard steps.isEmpty else { return }
        for (place, parent) in parents.enumerated() {
            let row = firstRow + place
            finish(
                parent, with: next.forcedToken(rules.end, row: row), length: length,
                isCutOff: !isGiven && next.best(row)?.id != rules.end,
                constraints: constrained.ended(states[place]), rules)
        }
    }

    /// Leaves nothing but a hypothesis whose end has a log-probability that is no number.
    private mutating func fail(_ hypothesis: Hypothesis, with end: NextTokens.Token) {
        finished = [
            FinishedHypothesis(
                hypothesis: hypothesis, end: end, score: .nan, scoredLength: 1, isCutOff: true)
        ]
        active = []
    }

    private mutating func finish(
        _ hypothesis: Hypothesis, with end: NextTokens.Token, length: Int, isCutOff: Bool = false,
        constraints: ConstraintState? = nil, _ rules: Rules
    ) {
        let options = rules.options
        let scoredLength = scoredLength(length + 1)
        let score =
            options.lengthPenalty.score(
                logProbability: hypothesis.score + Double(end.score), length: scoredLength)
            + hypothesis.coverage.penalty(options.coveragePenalty)
        record?.finish(hypothesis, with: end, score: score, isCutOff: isCutOff)
        let new = FinishedHypothesis(
            hypothesis: hypothesis, end: end, score: score, scoredLength: scoredLength,
            isCutOff: isCutOff, constraints: constraints)
        let place = finished.firstIndex { new.precedes($0) } ?? finished.endIndex
        guard place < rules.wanted else { return }
        finished.insert(new, at: place)
        if finished.count > rules.wanted { finished.removeLast() }
    }

    /// Whether the search is over for the sentence, the active hypotheses having `length` tokens.
    ///
    /// What an active hypothesis may still come to is bounded by its length penalty alone: a
    /// coverage penalty only lowers it.
    func isDone(length: Int, _ rules: Rules) -> Bool {
        active.first.map { isHopeless($0, length: length, rules) } ?? true
    }

    /// Whether a hypothesis of `length` tokens can come to nothing that is wanted.
    private func isHopeless(_ hypothesis: Hypothesis, length: Int, _ rules: Rules) -> Bool {
        guard finished.count == rules.wanted, let worst = finished.last else { return false }
        let lengths: ClosedRange<Int>
        switch rules.options.stoppingRule {
        case .exact: lengths = length + 1...max(length, maximumLength) + 1
        case .currentLength: lengths = length...length
        case .beamFilled: return true
        }
        let bound = rules.options.lengthPenalty.bound(
            logProbability: hypothesis.score,
            lengths: scoredLength(lengths.lowerBound)...scoredLength(lengths.upperBound))
        return !(bound > worst.score)
    }

    /// The length, end token included, that the score of a translation goes by.
    private func scoredLength(_ length: Int) -> Int { constrained?.scoredLength(length) ?? length }

    /// The n best translations.
    func results(_ rules: Rules, _ tree: TokenTree) -> [SearchResult] {
        finished.prefix(rules.options.nBest).map { $0.result(rules.options, tree) }
    }
}
