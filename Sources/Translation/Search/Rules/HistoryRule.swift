/// An option that changes how probable tokens are, depending on what the hypothesis has said.
protocol HistoryRule: Sendable {
    /// Changes the log-probabilities of what may follow `tokens`.
    func apply(to next: inout RuledRow, after tokens: [Int32])
}

/// A row of logits whose tokens rules may make more or less probable. It is read and written as
/// log-probabilities, and remembers what the model said.
struct RuledRow {
    private let logits: UnsafeMutableBufferPointer<Float>
    /// log Σ exp of the logits as the model gave them.
    private let logSum: Float
    /// The model's log P of every token that was changed.
    private var original: [Int32: Float] = [:]

    /// - Parameter logits: The row, which rules change in place.
    init(_ logits: UnsafeMutableBufferPointer<Float>, logSum: Float) {
        self.logits = logits
        self.logSum = logSum
    }

    /// Whether the model's logits are numbers, and not all of them -infinity.
    var isFinite: Bool { logSum.isFinite }

    /// log P of a token under the rules.
    subscript(token: Int32) -> Float {
        get { logits[Int(token)] - logSum }
        set {
            original[token] = modelLogProbability(of: token)
            logits[Int(token)] = newValue + logSum
        }
    }

    /// log P of a token as the model gave it.
    func modelLogProbability(of token: Int32) -> Float { original[token] ?? self[token] }

    /// Makes a token impossible.
    mutating func forbid(_ token: Int32) { self[token] = -.infinity }
}
