/// Writes down what a search does with one sentence: every hypothesis that it takes, and the best
/// of those that it passes over. A search without a record keeps nothing of that.
///
/// The hypotheses are a tree: the root is the empty one, and each of the others adds a token to the
/// one that it follows. The sentence's translation may begin as it likes: it has no target prefix.
package final class SearchRecord {
    /// What becomes of a hypothesis in the step that makes it.
    package enum Fate: Sendable, Equatable {
        /// Others go on in its place, or were drawn.
        case passedOver
        /// It goes on.
        case taken
        /// It is a translation with a score (``SearchResult/score``).
        case finished(score: Double, isCutOff: Bool)
    }

    /// A hypothesis.
    package struct Node: Sendable, Equatable {
        /// The place of the one that it follows; nil for the empty one.
        package let parent: Int?
        /// Its last token.
        package let token: Int32
        /// The step that made it: the number of its tokens, the end token included.
        package let step: Int
        /// log P of its last token given the source and the tokens before it, as the model gives
        /// it.
        package let logProbability: Float
        /// What it is ranked by while it grows: log P of its tokens, under the rules.
        package let score: Double
        /// Its place among all continuations of the step, from 1; nil where there was no choice.
        package fileprivate(set) var rank: Int?
        /// With which probability its last token was to be drawn; nil where none is drawn.
        package let drawingProbability: Double?
        /// What became of it.
        package fileprivate(set) var fate: Fate
    }

    /// A hypothesis by what it adds.
    private struct Continuation: Hashable {
        let parent: Int
        let token: Int32
    }

    /// The place of the sentence in its batch.
    package let sentence: Int
    /// How many continuations of a step are written down, the best first; at least all that are
    /// taken.
    package let breadth: Int
    /// A translation whose every token is written down while the search follows it, the end token
    /// last.
    package let reference: [Int32]
    /// The hypotheses. Each comes after the one that it follows.
    package private(set) var nodes: [Node]
    /// The latest hypothesis that was taken: the one that grows where there is only one.
    private var latest = 0
    /// The longest beginning of the reference that was taken.
    private(set) var followed = 0
    private var places: [Continuation: Int] = [:]
    /// The places of the hypotheses in a search's tree.
    var placesInTree = [TokenTree.root: 0]

    /// A record of nothing yet.
    ///
    /// - Parameters:
    ///   - start: The token that begins every translation.
    ///   - sentence: The place of the sentence in its batch.
    ///   - breadth: How many continuations of a step are written down, at least.
    ///   - reference: A translation with its end token, to be looked for.
    package init(start: Int32, sentence: Int = 0, breadth: Int, reference: [Int32] = []) {
        precondition(breadth > 0, "a record of \(breadth) continuations")
        self.sentence = sentence
        self.breadth = breadth
        self.reference = reference
        nodes = [
            Node(
                parent: nil, token: start, step: 0, logProbability: 0, score: 0, rank: nil,
                drawingProbability: nil, fate: .taken)
        ]
    }

    /// Writes a hypothesis down, or the rank of one that is there already.
    ///
    /// - Returns: Its place.
    @discardableResult
    func add(
        _ token: NextTokens.Token, after parent: Int, rank: Int?, drawn: Double? = nil, _ fate: Fate
    ) -> Int {
        let continuation = Continuation(parent: parent, token: token.id)
        if let place = places[continuation] {
            nodes[place].rank = rank
            return place
        }
        let place = nodes.count
        places[continuation] = place
        nodes.append(
            Node(
                parent: parent, token: token.id, step: nodes[parent].step + 1,
                logProbability: token.logProbability,
                score: nodes[parent].score + Double(token.score), rank: rank,
                drawingProbability: drawn, fate: fate))
        guard fate == .taken else { return place }
        if token.id == referenceToken(after: parent) { followed = place }
        latest = place
        return place
    }

    /// Whether a hypothesis is written down.
    func has(_ token: Int32, after parent: Int) -> Bool {
        places[Continuation(parent: parent, token: token)] != nil
    }

    /// What the reference goes on with after a hypothesis that begins it.
    func referenceToken(after place: Int) -> Int32? {
        let length = nodes[place].step
        return place == followed && length < reference.count ? reference[length] : nil
    }
}

// MARK: Single hypotheses

extension SearchRecord {
    /// Writes down how a hypothesis that is the only one went on.
    ///
    /// - Parameters:
    ///   - chosen: The token that it took.
    ///   - fate: What became of it then.
    ///   - next: What might have come.
    ///   - row: The hypothesis's row of that.
    ///   - probabilities: With which probability each token was to be drawn, `[vocabulary]`; nil
    ///     where none is.
    func note(
        _ chosen: Int32, _ fate: Fate, among next: NextTokens, row: Int,
        drawing probabilities: [Double]?
    ) {
        let parent = latest
        if case .finished(_, isCutOff: true) = fate {
            add(next.forcedToken(chosen, row: row), after: parent, rank: nil, fate)
            return
        }
        func note(_ token: NextTokens.Token, rank: Int) {
            add(
                token, after: parent, rank: rank, drawn: probabilities?[Int(token.id)],
                token.id == chosen ? fate : .passedOver)
        }
        let others = [chosen, referenceToken(after: parent)].compactMap { $0 }
        let best = next.ranking(row, atMost: breadth)
        for (place, token) in best.enumerated() { note(token, rank: place + 1) }
        for id in others where !has(id, after: parent) {
            let token = next.token(id, row: row)
            guard next.isPossible(token) else { continue }
            // Further down than those above, whatever the last bit of a sum says.
            note(token, rank: max(next.rank(of: token, row: row), best.count + 1))
        }
    }
}
