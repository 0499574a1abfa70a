extension SearchRecord {
    /// Writes down that a hypothesis of a beam has ended.
    func finish(
        _ hypothesis: Hypothesis, with end: NextTokens.Token, score: Double, isCutOff: Bool
    ) {
        let parent = placesInTree[hypothesis.node, default: 0]
        add(end, after: parent, rank: nil, .finished(score: score, isCutOff: isCutOff))
    }

    /// Writes down how a beam was chosen, after what has ended in the step.
    ///
    /// - Parameters:
    ///   - candidates: All continuations of the hypotheses that were active.
    ///   - active: The hypotheses that are active now, in the order of the candidates.
    func note(_ candidates: Candidates, choosing active: [Hypothesis]) {
        let parents = candidates.hypotheses.map { placesInTree[$0.node, default: 0] }
        var candidates = candidates
        var chosen = active[...]
        var silent = Set(parents.indices)
        var rank = 0
        while rank < breadth || !chosen.isEmpty, let candidate = candidates.next() {
            rank += 1
            silent.remove(candidate.parent)
            let parent = parents[candidate.parent]
            if let hypothesis = chosen.first, candidates.has(hypothesis, as: candidate) {
                chosen.removeFirst()
                placesInTree[hypothesis.node] = add(
                    candidate.token, after: parent, rank: rank, .taken)
            } else {
                add(candidate.token, after: parent, rank: rank, .passedOver)
            }
        }
        var missing = silent.sorted().compactMap { candidates.best(of: $0) }
        if let candidate = continuationOfReference(candidates, parents) {
            let isThere = missing.contains {
                $0.parent == candidate.parent && $0.token.id == candidate.token.id
            }
            if !isThere { missing.append(candidate) }
        }
        for (candidate, exact) in zip(missing, candidates.ranks(of: missing)) {
            // Further down than those above, whatever the last bit of a sum says.
            add(
                candidate.token, after: parents[candidate.parent], rank: max(exact, rank + 1),
                .passedOver)
        }
    }

    /// That by which the reference goes on, where it is possible and not written down.
    private func continuationOfReference(
        _ candidates: Candidates, _ parents: [Int]
    ) -> Candidate? {
        guard let parent = parents.firstIndex(of: followed),
            let token = referenceToken(after: followed), !has(token, after: followed)
        else { return nil }
        return candidates.continuation(of: parent, by: token)
    }
}

extension Candidates {
    /// Whether a hypothesis is a candidate that was taken.
    fileprivate func has(_ hypothesis: Hypothesis, as candidate: Candidate) -> Bool {
        hypothesis.token == candidate.token.id
            && Int(hypothesis.row) == firstRow + candidate.parent
    }

    /// The next continuation of a hypothesis.
    fileprivate func best(of parent: Int) -> Candidate? {
        heads[parent].flatMap { continuation(of: parent, by: $0.candidate.token.id) }
    }

    /// A continuation, whatever its rank; nil where it is impossible.
    fileprivate func continuation(of parent: Int, by id: Int32) -> Candidate? {
        let token = tokens.token(id, row: firstRow + parent)
        return tokens.isPossible(token) ? candidate(token, after: parent) : nil
    }

    /// The places, from 1, of some candidates among the continuations of all hypotheses by all
    /// tokens.
    fileprivate func ranks(of some: [Candidate]) -> [Int] {
        let order = some.indices.sorted { some[$0].precedes(some[$1]) }
        guard let last = order.last.map({ some[$0] }) else { return [] }
        // How many candidates come before each of these, but not before the one before it.
        var counts = [Int](repeating: 0, count: order.count)
        for parent in hypotheses.indices {
            for token in tokens.possible(firstRow + parent) {
                let candidate = candidate(token, after: parent)
                guard candidate.precedes(last),
                    let place = order.firstIndex(where: { candidate.precedes(some[$0]) })
                else { continue }
                counts[place] += 1
            }
        }
        var ranks = [Int](repeating: 1, count: some.count)
        var sum = 1
        for (place, count) in zip(order, counts) {
            sum += count
            ranks[place] = sum
        }
        return ranks
    }
}
