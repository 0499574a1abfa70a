import Tensors

/// What a step of the decoder says about the next token of every hypothesis: the most probable
/// ones, less those that are forbidden, and ranked by what the rules make of their probabilities.
struct NextTokens {
    /// A token that may come next.
    struct Token {
        let id: Int32
        /// log P, as the model gives it.
        let logProbability: Float
        /// What tokens are ranked by: log P under the rules.
        let merit: Float
    }

    private let logits: Tensor
    private let top: TopK
    private let forbidden: Set<Int32>
    /// The rows that rules have been applied to; none where there are no rules.
    private let ruled: [RuledRow]

    /// - Parameters:
    ///   - logits: `[rows, vocabulary]`; row i belongs to hypothesis i. Rules change it.
    ///   - count: How many tokens of every row are wanted.
    ///   - forbidden: Tokens that are passed over.
    ///   - rules: What else is changed, in this order.
    ///   - histories: The tokens of every hypothesis; not needed without rules.
    init(
        _ logits: Tensor, count: Int, forbidden: Set<Int32>, rules: [any HistoryRule] = [],
        histories: @autoclosure () -> [[Int32]] = [], _ context: Context
    ) {
        self.logits = logits
        self.forbidden = forbidden
        ruled = rules.isEmpty ? [] : logits.applying(rules, histories(), context)
        top = context.logSoftmaxTopK(logits, k: min(count + forbidden.count, logits.columns))
    }

    /// The first token of a row at `place` of its ranking or later, and the place after it; nil
    /// when the row offers no more. Places count from 0, the best token.
    func token(_ row: Int, from place: Int) -> (token: Token, next: Int)? {
        for place in place..<max(place, top.k) {
            let index = row * top.k + place
            // Impossible tokens come last, and no comparison holds for a number that is none.
            guard top.logProbabilities[index] > -.infinity else { return nil }
            let id = top.indices[index]
            if !forbidden.contains(id) {
                return (token(id, row: row, selected: top.logProbabilities[index]), place + 1)
            }
        }
        return nil
    }

    /// Whether the model's logits of a row are numbers, and not all of them -infinity.
    func isFinite(_ row: Int) -> Bool {
        ruled.isEmpty ? top.logProbabilities[row * top.k] > -.infinity : ruled[row].isFinite
    }

    /// The best token of a row, if any is possible.
    func best(_ row: Int) -> Token? { token(row, from: 0)?.token }

    /// All tokens of a row's ranking that are possible.
    func ranking(_ row: Int) -> [Token] {
        var ranking: [Token] = []
        var place = 0
        while let (token, next) = token(row, from: place) {
            ranking.append(token)
            place = next
        }
        return ranking
    }

    /// Those of some tokens of a row that the model finds possible, the best first, whatever the
    /// rules say of them.
    func ranking(of tokens: [Int32], row: Int) -> [Token] {
        tokens.map { forcedToken($0, row: row) }.filter { $0.merit > -.infinity }
            .sorted { ($1.merit, $0.id) < ($0.merit, $1.id) }
    }

    /// A token of a row, whatever its rank.
    func token(_ id: Int32, row: Int) -> Token {
        // Its logit's distance from that of the row's best token.
        let rowStart = row * logits.columns
        let best = row * top.k
        let distance =
            logits.floats[rowStart + Int(id)]
            - logits.floats[rowStart + Int(top.indices[best])]
        return token(id, row: row, selected: top.logProbabilities[best] + distance)
    }

    /// A token that comes next whatever the rules say of it: it has the model's log P.
    func forcedToken(_ id: Int32, row: Int) -> Token {
        let logProbability = token(id, row: row).logProbability
        return Token(id: id, logProbability: logProbability, merit: logProbability)
    }

    /// - Parameter selected: log P where there are no rules.
    private func token(_ id: Int32, row: Int, selected: Float) -> Token {
        guard !ruled.isEmpty else {
            return Token(id: id, logProbability: selected, merit: selected)
        }
        return Token(
            id: id, logProbability: ruled[row].modelLogProbability(of: id), merit: ruled[row][id])
    }

    /// The weights of all tokens of a row in its softmax under the rules: see
    /// `Context.softmaxWeights`.
    ///
    /// - Parameter best: The row's best token.
    func weights(
        _ row: Int, best: Token, temperature: Float, into weights: inout [Float],
        _ context: Context
    ) -> Double {
        context.softmaxWeights(
            logits, row: row, shift: logits.floats[row * logits.columns + Int(best.id)],
            temperature: temperature, into: &weights)
    }
}

extension Tensor {
    /// Applies rules to the rows of logits that hypotheses have.
    fileprivate func applying(
        _ rules: [any HistoryRule], _ histories: [[Int32]], _ context: Context
    ) -> [RuledRow] {
        zip(histories.indices, context.logSumExp(self)).map { row, logSum in
            let values = floats[row * columns..<(row + 1) * columns]
            var ruled = RuledRow(.init(rebasing: values), logSum: logSum)
            for rule in rules { rule.apply(to: &ruled, after: histories[row]) }
            return ruled
        }
    }
}
