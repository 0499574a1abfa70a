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
        let score: Float
    }

    private let logits: StepLogits
    /// The best columns of every row.
    private let top: TopK
    private let forbidden: Set<Int32>
    /// The rows that rules have been applied to; none where there are no rules.
    private let ruled: [RuledRow]

    /// - Parameters:
    ///   - logits: Of every hypothesis. Rules change them.
    ///   - count: How many tokens of every row are wanted.
    ///   - forbidden: Tokens that are passed over.
    ///   - rules: What else is changed, in this order.
    ///   - histories: The tokens of every hypothesis; not needed without rules.
    init(
        _ logits: StepLogits, count: Int, forbidden: Set<Int32>, rules: [any HistoryRule] = [],
        histories: @autoclosure () -> [[Int32]] = [], _ context: Context
    ) {
        self.logits = logits
        self.forbidden = forbidden
        ruled = rules.isEmpty ? [] : logits.applying(rules, histories(), context)
        top = context.logSoftmaxTopK(
            logits.values, k: min(count + forbidden.count, logits.values.columns))
    }

    /// The first token of a row at `place` of its ranking or later, and the place after it; nil
    /// when the row offers no more. Places count from 0, the best token.
    func token(_ row: Int, from place: Int) -> (token: Token, next: Int)? {
        for place in place..<max(place, top.k) {
            let index = row * top.k + place
            // Impossible tokens come last, and no comparison holds for a number that is none.
            guard top.logProbabilities[index] > -.infinity else { return nil }
            let id = logits.token(row, column: Int(top.indices[index]))
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

    /// The first tokens of a row's ranking that are possible.
    func ranking(_ row: Int, atMost count: Int) -> [Token] {
        var ranking: [Token] = []
        var place = 0
        while ranking.count < count, let (token, next) = token(row, from: place) {
            ranking.append(token)
            place = next
        }
        return ranking
    }

    /// Those of some tokens of a row that the model finds possible, the best first, whatever the
    /// rules say of them.
    func ranking(of tokens: [Int32], row: Int) -> [Token] {
        tokens.map { forcedToken($0, row: row) }.filter { $0.score > -.infinity }
            .sorted { ($1.score, $0.id) < ($0.score, $1.id) }
    }

    /// A token of a row, whatever its rank. One that the row does not have has a probability of 0.
    func token(_ id: Int32, row: Int) -> Token {
        guard let column = logits.column(of: id, row: row) else {
            return Token(id: id, logProbability: -.infinity, score: -.infinity)
        }
        // Its logit's distance from that of the row's best token.
        let best = row * top.k
        let distance =
            logits.value(row, column: column)
            - logits.value(row, column: Int(top.indices[best]))
        return token(id, row: row, selected: top.logProbabilities[best] + distance)
    }

    /// The token of a column.
    func token(_ row: Int, column: Int) -> Token {
        token(logits.token(row, column: column), row: row)
    }

    /// The number of columns that rows of logits have.
    var columnCount: Int { logits.values.columns }

    /// The tokens of the columns of a row, in order; columns after them are none's.
    func ids(_ row: Int) -> some Sequence<Int32> {
        (0..<logits.count(row)).lazy.map { logits.token(row, column: $0) }
    }

    /// Whether a token may come next.
    func isPossible(_ token: Token) -> Bool {
        token.score > -.infinity && !forbidden.contains(token.id)
    }

    /// All tokens of a row that may come next, by id.
    func possible(_ row: Int) -> some Sequence<Token> {
        ids(row).lazy.map { token($0, row: row) }.filter(isPossible)
    }

    /// The place of a token among all of a row that may come next, from 1.
    func rank(of token: Token, row: Int) -> Int {
        possible(row).reduce(1) { rank, other in
            rank + ((other.score, token.id) > (token.score, other.id) ? 1 : 0)
        }
    }

    /// A token that comes next whatever the rules say of it: it has the model's log P.
    func forcedToken(_ id: Int32, row: Int) -> Token {
        let logProbability = token(id, row: row).logProbability
        return Token(id: id, logProbability: logProbability, score: logProbability)
    }

    /// - Parameter selected: log P where there are no rules.
    private func token(_ id: Int32, row: Int, selected: Float) -> Token {
        guard !ruled.isEmpty else {
            return Token(id: id, logProbability: selected, score: selected)
        }
        return Token(
            id: id, logProbability: ruled[row].modelLogProbability(of: id), score: ruled[row][id])
    }

    /// The weights of a row's columns in its softmax under the rules: see `Context.softmaxWeights`.
    ///
    /// - Parameters:
    ///   - best: The row's best token.
    ///   - weights: Receives the weights, `[columnCount]`.
    func weights(
        _ row: Int, best: Token, temperature: Float, into weights: inout [Float],
        _ context: Context
    ) -> Double {
        let shift = logits.column(of: best.id, row: row).map { logits.value(row, column: $0) }
        return context.softmaxWeights(
            logits.values, row: row, shift: shift ?? 0, temperature: temperature, into: &weights)
    }
}

extension StepLogits {
    /// Applies rules to the rows of logits that hypotheses have.
    fileprivate func applying(
        _ rules: [any HistoryRule], _ histories: [[Int32]], _ context: Context
    ) -> [RuledRow] {
        zip(histories.indices, context.logSumExp(values)).map { row, logSum in
            let columns = values.columns
            let own = values.floats[row * columns..<(row + 1) * columns]
            var ruled = RuledRow(.init(rebasing: own), of: tokens(row), logSum: logSum)
            for rule in rules { rule.apply(to: &ruled, after: histories[row]) }
            return ruled
        }
    }
}

// MARK: Rules

/// An option that changes how probable tokens are, depending on what the hypothesis has said.
protocol HistoryRule: Sendable {
    /// Changes the log-probabilities of what may follow `tokens`.
    func apply(to next: inout RuledRow, after tokens: [Int32])
}

/// A row of logits whose tokens rules may make more or less probable. It is read and written as
/// log-probabilities, and remembers what the model said.
struct RuledRow {
    private let logits: UnsafeMutableBufferPointer<Float>
    /// The tokens of the logits, ascending; nil for all tokens.
    private let tokens: [Int32]?
    /// log Σ exp of the logits as the model gave them.
    private let logSum: Float
    /// The model's log P of every token that was changed.
    private var original: [Int32: Float] = [:]

    /// - Parameters:
    ///   - logits: The row, which rules change in place.
    ///   - tokens: What its columns stand for, ascending; nil for all tokens.
    init(_ logits: UnsafeMutableBufferPointer<Float>, of tokens: [Int32]?, logSum: Float) {
        self.logits = logits
        self.tokens = tokens
        self.logSum = logSum
    }

    /// Whether the model's logits are numbers, and not all of them -infinity.
    var isFinite: Bool { logSum.isFinite }

    /// log P of a token under the rules. One that the row does not have stays impossible.
    subscript(token: Int32) -> Float {
        get { column(of: token).map { logits[$0] - logSum } ?? -.infinity }
        set {
            guard let column = column(of: token) else { return }
            original[token] = modelLogProbability(of: token)
            logits[column] = newValue + logSum
        }
    }

    private func column(of token: Int32) -> Int? {
        guard let tokens else { return Int(token) }
        return tokens.place(of: token)
    }

    /// log P of a token as the model gave it.
    func modelLogProbability(of token: Int32) -> Float { original[token] ?? self[token] }

    /// Makes a token impossible.
    mutating func forbid(_ token: Int32) { self[token] = -.infinity }
}

/// Multiplies the log-probability of every token that the hypothesis has already by θ: see
/// ``SearchOptions/repetitionPenalty``.
struct RepetitionPenalty: HistoryRule {
    /// θ.
    let factor: Double

    func apply(to next: inout RuledRow, after tokens: [Int32]) {
        for token in Set(tokens) { next[token] *= Float(factor) }
    }
}

/// Forbids every token that would end an n-gram which the hypothesis has already: see
/// ``SearchOptions/noRepeatNGramSize``.
struct NoRepeatNGrams: HistoryRule {
    /// n.
    let size: Int

    func apply(to next: inout RuledRow, after tokens: [Int32]) {
        guard tokens.count >= size else { return }
        // What the hypothesis ends with would be the beginning of the n-gram.
        let beginning = tokens.suffix(size - 1)
        for start in 0...tokens.count - size
        where tokens[start..<start + size - 1].elementsEqual(beginning) {
            next.forbid(tokens[start + size - 1])
        }
    }
}

/// Forbids the last token of a sequence after its other tokens: see
/// ``SearchOptions/suppressedSequences``.
struct ForbiddenSequences: HistoryRule {
    /// None of them is empty.
    let sequences: [[Int32]]

    func apply(to next: inout RuledRow, after tokens: [Int32]) {
        for sequence in sequences {
            let (beginning, last) = (sequence.dropLast(), sequence[sequence.count - 1])
            if tokens.suffix(beginning.count).elementsEqual(beginning) { next.forbid(last) }
        }
    }
}

/// Forbids some tokens whatever came before.
struct ForbiddenTokens: HistoryRule {
    let tokens: Set<Int32>

    func apply(to next: inout RuledRow, after _: [Int32]) {
        for token in tokens { next.forbid(token) }
    }
}
