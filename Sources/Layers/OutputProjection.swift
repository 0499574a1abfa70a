public import Tensors

/// The figure's *Linear* and *Softmax* after the decoder. The softmax comes fused with what is made
/// of it: the loss in training, the best few tokens in search.
///
/// Softmax and loss in plain loops: `Reference.softmax` and `Reference.CrossEntropy`.
public struct OutputProjection: Sendable {
    private let table: OutputTable

    /// A layer of weights that are declared already.
    ///
    /// - Parameters:
    ///   - weight: `[vocabulary, d]`: the embedding itself when tied (section 3.4; Press & Wolf
    ///     2017).
    ///   - bias: `[vocabulary]`, constant.
    public init(weight: Parameter, bias: Parameter?) {
        table = OutputTable(weight: weight, bias: bias)
    }

    /// `[rows, d]` → float32 `[rows, vocabulary]`.
    public func logits(_ x: Tensor, _ context: Context) -> Tensor {
        context.logits(x, table)  // [rows, vocabulary]
    }

    /// The layer for some tokens alone, which ``logits(_:of:_:)`` computes. For inference.
    public func selection(of tokens: [Int32], _ context: Context) -> OutputSelection {
        context.selection(of: tokens, from: table)
    }

    /// Logits of the tokens of a selection, or of all: `[rows, d]` → float32 `[rows, tokens or more]`.
    /// Columns after the last token mean nothing.
    public func logits(
        _ x: Tensor, of selection: OutputSelection?, _ context: Context
    ) -> Tensor {
        selection.map { context.logits(x, $0) } ?? logits(x, context)  // [rows, tokens]
    }

    /// The label-smoothed cross-entropy of every row's label; see `Context.crossEntropy`.
    public func loss(
        _ x: Tensor, labels: [Int32], smoothing: Float, _ context: Context
    ) -> LossSums {
        context.crossEntropy(x, table, labels: labels, smoothing: smoothing)
    }

    /// log p of every row's label.
    public func logProbabilities(_ x: Tensor, labels: [Int32], _ context: Context) -> [Float] {
        [Float](unsafeUninitializedCapacity: x.rows) { values, initialized in
            _ = context.crossEntropy(
                x, table, labels: labels, smoothing: 0, logProbabilities: values.baseAddress)
            initialized = x.rows
        }
    }
}
