/// Which units of a translation every pair of codes is around.
///
/// A pair is around one run of units, since a code can be in a document but once. It is the run with the
/// most of the words that belong to the pair; words that stand apart from it join it if no more words
/// are between than the smaller of both sides has ("ne parle pas"), and if no other pair's words are
/// between. The hull of all of them would be too much: one word that is aligned wrongly would stretch a
/// pair over the whole sentence. So pairs side by side stay so, whatever order their words come in, and
/// pairs in one another do, too: the outer one grows over those in it, as far as nothing else is between.
struct InlineSpans {
    /// The units that every node is around; nil for what is around none: what stands alone, what is
    /// empty, and what nothing of the translation goes with.
    private(set) var spans: [Range<Int>?]

    private let tree: InlineTree
    private let links: InlineLinks
    /// Of every unit of the translation, whether it belongs to a whole sentence in a pair.
    private let wholeOwners: [Int]

    init(_ tree: InlineTree, _ links: InlineLinks) {
        self.tree = tree
        self.links = links
        spans = Array(repeating: nil, count: tree.nodes.count)
        spans[0] = 0..<links.targets.count
        var wholeOwners = Array(repeating: 0, count: links.targets.count)
        for sentence in links.sentences {
            for target in sentence.target { wholeOwners[target] = sentence.ownerOfAll }
        }
        self.wholeOwners = wholeOwners
        for node in tree.nodes.indices {
            guard let span = spans[node], !tree.nodes[node].children.isEmpty else { continue }
            place(childrenOf: node, in: span)
        }
    }

    /// Units of one pair that follow one another.
    private struct Run {
        var units: Range<Int>
        var count: Int
        var weight: Float
        /// How many words are between it and the run before it; nil where another pair's are.
        var gap: Int?
    }

    private mutating func place(childrenOf node: Int, in span: Range<Int>) {
        let claims = span.map { claim(on: $0, of: node) }
        var runs: [Int: [Run]] = [:]
        var last: Int?
        var between = 0
        for (unit, child) in zip(span, claims) {
            guard let child else {
                if links.targets[unit].isWord, links.links[unit] != nil { between += 1 }
                continue
            }
            let weight = links.links[unit]?.weight ?? 0
            if child == last, between == 0, var all = runs[child], let run = all.popLast() {
                all.append(
                    Run(
                        units: run.units.lowerBound..<unit + 1, count: run.count + 1,
                        weight: run.weight + weight, gap: run.gap))
                runs[child] = all
            } else {
                runs[child, default: []].append(
                    Run(
                        units: unit..<unit + 1, count: 1, weight: weight,
                        gap: child == last ? between : nil))
            }
            (last, between) = (child, 0)
        }
        let chosen = runs.map { child, runs in (child, best(of: runs, for: child)) }
            .sorted { $0.1.lowerBound < $1.1.lowerBound }
        widen(chosen, in: span, claims)
    }

    /// The pair in another that a unit belongs to.
    private func claim(on unit: Int, of node: Int) -> Int? {
        guard let child = tree.child(of: node, around: links.owners[unit]) else { return nil }
        if links.targets[unit].isWord { return child }
        // Marks count for pairs around nothing else, and in sentences that are in a pair as a whole.
        return tree.isNode(wholeOwners[unit], in: child) || !hasWords(child) ? child : nil
    }

    private func hasWords(_ node: Int) -> Bool {
        links.sources.units(in: tree.nodes[node].places).contains { links.sources[$0].isWord }
    }

    private func best(of runs: [Run], for child: Int) -> Range<Int> {
        var joined: [Run] = []
        for run in runs {
            joined.append(run)
            while joined.count > 1, let gap = joined[joined.count - 1].gap,
                gap <= min(joined[joined.count - 1].count, joined[joined.count - 2].count)
            {
                let last = joined.removeLast()
                let before = joined.removeLast()
                joined.append(
                    Run(
                        units: before.units.lowerBound..<last.units.upperBound,
                        count: before.count + last.count, weight: before.weight + last.weight,
                        gap: before.gap))
            }
        }
        var best = 0
        for place in joined.indices
        where (joined[place].count, joined[place].weight)
            > (joined[best].count, joined[best].weight)
        {
            best = place
        }
        return grown(best, in: joined, for: child)
    }

    /// A run that has grown over those that pairs in the pair would be lost without.
    private func grown(_ best: Int, in runs: [Run], for child: Int) -> Range<Int> {
        guard runs.count > 1, !tree.nodes[child].children.isEmpty else { return runs[best].units }
        // Runs without another pair's words between.
        var first = best
        while first > 0, runs[first].gap != nil { first -= 1 }
        var last = best
        while last + 1 < runs.count, runs[last + 1].gap != nil { last += 1 }
        var counts: [Int: [Int: Int]] = [:]
        for run in first...last {
            for unit in runs[run].units {
                guard let inner = tree.child(of: child, around: links.owners[unit]) else {
                    continue
                }
                counts[inner, default: [:]][run, default: 0] += 1
            }
        }
        var units = runs[best].units
        for counts in counts.values where counts[best] == nil {
            guard let run = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key
            else { continue }
            units =
                min(
                    units.lowerBound, runs[run].units.lowerBound)..<max(
                    units.upperBound, runs[run].units.upperBound)
        }
        return units
    }
}

// MARK: Marks at the ends

extension InlineSpans {
    /// Sets the spans of pairs side by side, in order, with the marks that they begin and end with.
    private mutating func widen(
        _ chosen: [(child: Int, units: Range<Int>)], in span: Range<Int>, _ claims: [Int?]
    ) {
        var free = span.lowerBound
        for (number, (child, units)) in chosen.enumerated() {
            let end =
                number + 1 < chosen.count ? chosen[number + 1].units.lowerBound : span.upperBound
            let marks = outerMarks(of: child)
            var (lower, upper) = (units.lowerBound, units.upperBound)
            func isFree(_ unit: Int, like mark: TextUnit) -> Bool {
                let claim = claims[unit - span.lowerBound]
                return !links.targets[unit].isWord && (claim == nil || claim == child)
                    && links.targets[unit].first.isLike(mark.first)
            }
            for mark in marks.after {
                if upper < end, isFree(upper, like: mark) { upper += 1 }
            }
            for mark in marks.before.reversed() {
                if lower > free, isFree(lower - 1, like: mark) { lower -= 1 }
            }
            spans[child] = lower..<upper
            free = upper
        }
    }

    /// The marks within a pair before its first word and after its last.
    private func outerMarks(of node: Int) -> (before: [TextUnit], after: [TextUnit]) {
        let units = links.sources[links.sources.units(in: tree.nodes[node].places)]
        guard units.contains(where: \.isWord) else { return ([], []) }
        return (
            Array(units.prefix { !$0.isWord }),
            Array(units.reversed().prefix { !$0.isWord }.reversed())
        )
    }
}
