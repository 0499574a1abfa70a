/// A translation that is not finished.
struct Hypothesis {
    /// Its last token's node in the search's tree.
    let node: Int32
    /// Its last token, which the model is fed next.
    let token: Int32
    /// The row that it had in the step before, without that token.
    let row: Int32
    /// What it is ranked by while it grows: log P of its tokens, under the rules.
    let score: Double
    /// How much it has spelled of what it has to (``Spelling``), in bytes.
    let spelled: Int
    /// The attention it has given to the source, when somebody wants to know.
    var coverage = Coverage()
}

/// A hypothesis with one token more.
struct Candidate {
    /// The place of the hypothesis among the active ones of its sentence.
    let parent: Int
    /// The token.
    let token: NextTokens.Token
    /// What it is ranked by: log P of all tokens, under the rules.
    let score: Double
    /// See ``Hypothesis/spelled``.
    let spelled: Int

    /// Whether it is better than another: see ``BeamSearch``.
    func precedes(_ other: Candidate) -> Bool {
        (score, other.parent, other.token.id) > (other.score, parent, token.id)
    }

    /// The candidate with something added to its score.
    func adding(_ value: Double) -> Candidate {
        Candidate(parent: parent, token: token, score: score + value, spelled: spelled)
    }

    /// The candidate as a hypothesis, its token added to the tree.
    func extending(_ parent: Hypothesis, row: Int, _ tree: inout TokenTree) -> Hypothesis {
        Hypothesis(
            node: tree.append(token.id, logProbability: token.logProbability, to: parent.node),
            token: token.id, row: Int32(row), score: score, spelled: spelled,
            coverage: parent.coverage)
    }
}

/// All continuations of a sentence's hypotheses, the best first.
///
/// Every hypothesis brings its own continuations in order; this merges them. One that has something
/// to spell brings only what spells it. Of equally good ones,
/// that of the earlier hypothesis comes first, then that of the smaller token.
struct Candidates: Sequence, IteratorProtocol {
    let tokens: NextTokens
    let hypotheses: [Hypothesis]
    let firstRow: Int
    private let completion: Spelling?
    /// What each hypothesis may go on with that has something to spell.
    private var rankings: [Int: [NextTokens.Token]] = [:]
    /// Of each hypothesis, the continuation whose turn is next, and the place in its ranking after
    /// that.
    private(set) var heads: [(candidate: Candidate, next: Int)?] = []

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
        return (candidate(token, after: parent), nextPlace)
    }

    /// A hypothesis with a token more.
    func candidate(_ token: NextTokens.Token, after parent: Int) -> Candidate {
        let hypothesis = hypotheses[parent]
        return Candidate(
            parent: parent, token: token, score: hypothesis.score + Double(token.score),
            spelled: completion?.place(after: token.id, at: hypothesis.spelled) ?? 0)
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
        where best.map({ head.candidate.score > $0.candidate.score }) ?? true {
            best = head
        }
        guard let (candidate, place) = best else { return nil }
        heads[candidate.parent] = head(of: candidate.parent, from: place)
        return candidate
    }
}

/// The tokens of all hypotheses of a search, as a tree: a hypothesis is a node, its tokens are
/// those on the way from the root, and hypotheses that begin alike share their beginning. Extending
/// one adds a node and copies nothing.
struct TokenTree {
    /// The node of the empty hypothesis.
    static let root: Int32 = -1

    private struct Node {
        let parent: Int32
        let token: Int32
        let logProbability: Float
    }

    private var nodes: [Node] = []

    /// Adds a token after `parent` and returns its node.
    mutating func append(_ token: Int32, logProbability: Float, to parent: Int32) -> Int32 {
        nodes.append(Node(parent: parent, token: token, logProbability: logProbability))
        return Int32(nodes.count - 1)
    }

    /// The tokens on the way from the root to `node`.
    func tokens(to node: Int32) -> [Int32] { path(to: node).tokens }

    /// The tokens on the way from the root to `node`, with log P of each.
    func path(to node: Int32) -> (tokens: [Int32], logProbabilities: [Float]) {
        var tokens: [Int32] = []
        var logProbabilities: [Float] = []
        var node = node
        while node != Self.root {
            tokens.append(nodes[Int(node)].token)
            logProbabilities.append(nodes[Int(node)].logProbability)
            node = nodes[Int(node)].parent
        }
        return (tokens.reversed(), logProbabilities.reversed())
    }
}
