public import Tensors

/// The simpler simple recurrent unit (Kim et al. 2019, "From Research to Production and Back:
/// Ludicrously Fast Neural Machine Translation"), in which a position of a decoder learns of those
/// before it where the Transformer has masked self-attention: of the step's input i,
///
///     x   = W i
///     f   = σ(W_f i + b_f)
///     c_t = f ∘ c_{t−1} + (1 − f) ∘ x,  c_0 = 0
///     y_t = max(0, c_t)
///
/// c_t is a mean of all x so far, column by column, in which f says what the past counts for. A step
/// takes as long at the end of a sentence as at its beginning, and carries one vector, however much
/// was said. No product reads the state, so those of all steps are one product.
///
/// The same over one sentence in plain loops: `Reference.SimpleRecurrentUnit`.
public struct SimpleRecurrentUnit: Sendable {
    /// W and W_f below each other, for one product, `[2 d, d]`.
    private let weight: Parameter
    /// b_f, `[d]`.
    private let bias: Parameter

    /// Declares `input.weight` (W), `forget.weight` and `forget.bias`.
    public init(width: Int, _ builder: ParameterBuilder) {
        weight = builder.stack(
            ["input.weight", "forget.weight"], width, width, initializer: .xavierUniform,
            isQuantizable: true)
        bias = builder.parameter("forget.bias", width, initializer: .constant(0))
    }

    /// All positions at once: `[rows, d]` → `[rows, d]`.
    ///
    /// - Parameters:
    ///   - i: The inputs.
    ///   - segments: The sentences; their queries are rows of `i`. Rows after the last are filler.
    ///   - context: Where the operations run.
    public func callAsFunction(
        _ i: Tensor, segments: AttentionSegments, _ context: Context
    ) -> Tensor {
        let products = context.linear(i, weight: weight, bias: nil)  // [rows, 2 d]
        return context.simpleRecurrence(
            input: products, bias: bias, segments: segments)  // [rows, d]
    }

    /// One step, for decoding: `[rows, d]`.
    ///
    /// - Parameters:
    ///   - i: The inputs.
    ///   - state: c after the step before, float32 `[rows, d]`; nil before the first step.
    ///   - context: Where the operations run.
    /// - Returns: y `[rows, d]`, and c after the step.
    public func step(
        _ i: Tensor, from state: Tensor?, _ context: Context
    ) -> (output: Tensor, state: Tensor) {
        let products = context.linear(i, weight: weight, bias: nil)  // [rows, 2 d]
        let next = context.simpleRecurrentStep(
            input: products, bias: bias, from: state)  // [rows, d], [rows, d]
        return (next.output, next.cell)
    }
}
