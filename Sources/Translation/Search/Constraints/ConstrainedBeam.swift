import Foundation

/// What the translation of a sentence has to have in it, and how far its hypotheses are with that:
/// "Fast Lexically Constrained Decoding with Dynamic Beam Allocation for Neural Machine
/// Translation" (Post & Vilar 2018).
///
/// Every hypothesis offers its best continuations, as in any beam search, and all tokens that bring
/// it further with what is missing. Those that have got equally far compete with each other alone:
/// they make a bank, and the beam is shared out among the banks. So a hypothesis that has paid for
/// an improbable word is not driven out by those that have yet to.
///
/// Two things are not in the paper, without which terms are often said beside the model's own word,
/// or after the end of what there is to say. What a model says after it would have ended does not
/// lengthen a translation (``scoredLength(_:)``). And where it is known what a constraint
/// translates, scores have log P of the alignment beside that of the tokens (``placement(of:_:)``).
struct ConstrainedBeam {
    /// What a beam's hypotheses go on with in a step.
    struct Steps {
        /// Those that grow, the best first.
        var going: [Candidate] = []
        /// Those that end.
        var ending: [Candidate] = []

        var isEmpty: Bool { going.isEmpty && ending.isEmpty }
    }

    /// A continuation, and how far it gets.
    private struct Advance {
        let candidate: Candidate
        let state: ConstraintState
        let bank: Int

        /// What tells it from the others of its step.
        var key: Key { Key(parent: candidate.parent, token: candidate.token.id) }

        struct Key: Hashable {
            let parent: Int
            let token: Int32
        }
    }

    private let constraints: SentenceConstraints
    /// How far each active hypothesis is.
    private(set) var states: [ConstraintState]

    /// The length, end token included, at which the best hypothesis would have ended first, had it
    /// been free to.
    private var naturalLength: Int?

    /// What each active hypothesis looks at in this step, `[source tokens]`; none where nobody knows.
    private var attention: [[Float]] = []

    init(_ constraints: SentenceConstraints) {
        self.constraints = constraints
        states = [constraints.start]
    }

    /// Whether it wants to know what hypotheses look at.
    var wantsAttention: Bool { constraints.haveSources }

    /// Takes what each active hypothesis looks at in this step.
    mutating func look(_ attention: [[Float]]) { self.attention = attention }

    /// Adds a token to the only hypothesis that there is.
    mutating func force(_ token: Int32) {
        states = states.map { constraints.state($0, adding: token) }
    }

    /// The length, end token included, that the score of a translation goes by: what a model says
    /// after it would have ended does not make its translation better. Without this, a length
    /// penalty that takes means would have the cost of a word that stands out of place vanish among
    /// tokens that cost nothing.
    func scoredLength(_ length: Int) -> Int { min(length, naturalLength ?? length) }

    /// Leaves the first of the active hypotheses.
    mutating func keep(_ count: Int) { states.removeLast(states.count - count) }

    /// The state of a hypothesis that ends.
    func ended(_ state: ConstraintState) -> ConstraintState { constraints.ended(state) }

    /// How many hypotheses are kept: as many as the options say, or a few more, for each of the
    /// constraints and for what is without any.
    private func width(_ beamSize: Int) -> Int {
        let share = max(beamSize, Self.leastShareOfBeam)
        return max(beamSize, min(share * (constraints.count + 1), Self.mostHypotheses))
    }

    /// With fewer, an article that only the constraint's word would have is seldom among them.
    private static let leastShareOfBeam = 6
    /// The widest beam that constraints alone ask for.
    private static let mostHypotheses = 24

    /// What a share of attention counts as at least: no single head is always right.
    private static let leastShare: Float = 0.02

    /// Chooses how hypotheses go on.
    ///
    /// - Parameters:
    ///   - parents: The hypotheses.
    ///   - next: What the model says comes next.
    ///   - length: The tokens that they have.
    ///   - firstRow: The row of the first of them.
    ///   - completion: What the prefix goes on with.
    mutating func advance(
        _ parents: [Hypothesis], by next: NextTokens, length: Int, firstRow: Int,
        completion: Spelling?, _ rules: Beam.Rules
    ) -> Steps {
        if naturalLength == nil, next.best(firstRow)?.id == rules.end { naturalLength = length + 1 }
        var (going, ending) = ([Advance](), [Candidate]())
        forEachCandidate(of: parents, next, firstRow: firstRow, completion, end: rules.end) {
            candidate in
            let state = states[candidate.parent]
            if candidate.token.id == rules.end {
                if constraints.isComplete(constraints.ended(state)) { ending.append(candidate) }
            } else {
                let state = constraints.state(state, adding: candidate.token.id)
                going.append(
                    Advance(
                        candidate: candidate.adding(placement(of: candidate, state)),
                        state: state, bank: constraints.progress(state)))
            }
        }
        let banks = Dictionary(grouping: going, by: \.bank)
            .mapValues { $0.sorted { $0.candidate.precedes($1.candidate) } }
        ending = Self.worthwhile(
            ending, among: banks[constraints.tokenCount] ?? [], rules.options.beamSize)
        let chosen = Self.chosen(
            from: banks, width: width(rules.options.beamSize)
        ).sorted { $0.candidate.precedes($1.candidate) }
        states = chosen.map(\.state)
        return Steps(going: chosen.map(\.candidate), ending: ending)
    }

    /// How well a token stands where the model looks: log of the attention to the source of the
    /// constraint that it is part of, or, for other tokens, of what is left of it beside the sources
    /// of all.
    private func placement(of candidate: Candidate, _ state: ConstraintState) -> Double {
        guard !attention.isEmpty else { return 0 }
        let row = attention[candidate.parent]
        func share(_ source: Range<Int>) -> Float { row[source].reduce(0, +) }
        if let constraint = constraints.begun(state) {
            guard let source = constraints.source(of: constraint) else { return 0 }
            return Double(log(max(share(source), Self.leastShare)))
        }
        let all = constraints.sources.reduce(Float(0)) { $0 + share($1) }
        return Double(log(max(1 - all, Self.leastShare)))
    }

    /// Calls `body` with every continuation that is looked at, each once.
    private func forEachCandidate(
        of parents: [Hypothesis], _ next: NextTokens, firstRow: Int, _ completion: Spelling?,
        end: Int32, _ body: (Candidate) -> Void
    ) {
        var candidates = Candidates(
            of: parents, firstRow: firstRow, next, completion: completion)
        var seen = [Set<Int32>](repeating: [], count: parents.count)
        while let candidate = candidates.next() {
            seen[candidate.parent].insert(candidate.token.id)
            body(candidate)
        }
        for (place, parent) in parents.enumerated() {
            // What completes a prefix comes first.
            if let completion, parent.spelled < completion.end { continue }
            for token in constraints.nextTokens(states[place]).sorted()
            where !seen[place].contains(token) {
                let forced = next.forcedToken(token, row: firstRow + place)
                guard forced.score > -.infinity else { continue }
                body(candidates.candidate(forced, after: place))
            }
        }
    }

    /// Those ends that are among the first of all continuations that have what is wanted.
    private static func worthwhile(
        _ ending: [Candidate], among going: [Advance], _ beamSize: Int
    ) -> [Candidate] {
        let sorted = ending.sorted { $0.precedes($1) }
        var rank = 0
        var others = going[...]
        return sorted.filter { candidate in
            while let other = others.first, other.candidate.precedes(candidate) {
                others.removeFirst()
                rank += 1
            }
            defer { rank += 1 }
            return rank < beamSize
        }
    }

    /// The best of every bank, which share the places evenly; those that a bank does not need go to
    /// the next lower one, and what is left over belongs to the bank that has come furthest.
    private static func chosen(from banks: [Int: [Advance]], width: Int) -> [Advance] {
        var (chosen, places) = ([Advance](), width)
        let order = banks.keys.sorted(by: >)
        for (number, bank) in order.enumerated() {
            let others = order.count - number
            let share = (places + others - 1) / others
            let taken = (banks[bank] ?? []).prefix(share)
            chosen += taken
            places -= taken.count
        }
        return chosen + leftOver(banks, order, places: places, taken: Set(chosen.map(\.key)))
    }

    /// Those for which there are places still, the best first.
    private static func leftOver(
        _ banks: [Int: [Advance]], _ order: [Int], places: Int, taken: Set<Advance.Key>
    ) -> ArraySlice<Advance> {
        guard places > 0 else { return [] }
        return order.flatMap { banks[$0] ?? [] }.filter { !taken.contains($0.key) }
            .sorted { $0.candidate.precedes($1.candidate) }.prefix(places)
    }
}
