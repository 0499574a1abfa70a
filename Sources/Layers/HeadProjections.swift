internal import Tensors

/// What makes the queries, keys and values of all heads of rows: W^Q, W^K and W^V, as columns of one
/// product. To study what these are for, they can be left out: queries, keys and values are the rows
/// themselves then, and a head has its columns of them.
struct HeadProjections: Sendable {
    /// W^Q, W^K and W^V of all heads, side by side; nil for rows as they are.
    private let stacked: Linear?
    private let width: Int

    /// Declares `q_proj`, `k_proj` and `v_proj`.
    ///
    /// - Parameters:
    ///   - width: The width of rows, d.
    ///   - isIdentity: Whether rows are left as they are, and nothing is declared.
    ///   - initializer: What each of the three matrices begins as.
    ///   - builder: Where the parameters are declared.
    init(
        width: Int, isIdentity: Bool, initializer: Initializer = .xavierUniform,
        _ builder: ParameterBuilder
    ) {
        self.width = width
        stacked =
            isIdentity
            ? nil
            : Linear(
                stacking: ["q_proj", "k_proj", "v_proj"], width, width, builder,
                initializer: initializer)
    }

    /// Queries, keys and values, side by side: `[rows, d]` → `[rows, 3 d]`.
    func queriesKeysValues(_ x: Tensor, _ context: Context) -> Tensor {
        stacked?(x, context) ?? context.concatenateColumns([x, x, x])  // [rows, 3 d]
    }

    /// `[rows, d]` → `[rows, d]`.
    func queries(_ x: Tensor, _ context: Context) -> Tensor {
        stacked?[outputs: 0..<width](x, context) ?? x  // [rows, d]
    }

    /// Keys and values, side by side: `[rows, d]` → `[rows, 2 d]`, of `Context.keyValueType`.
    func keysAndValues(_ x: Tensor, _ context: Context) -> Tensor {
        guard let stacked else { return pair(x, context) }
        return stacked[outputs: width..<3 * width](
            x, elementType: context.keyValueType, context)  // [rows, 2 d]
    }

    /// Queries, and keys and values of `Context.keyValueType`: `[rows, d]` → `[rows, d]`,
    /// `[rows, 2 d]`. For inference.
    func queriesAndKeysValues(_ x: Tensor, _ context: Context) -> (Tensor, Tensor) {
        stacked?.split(x, after: width, secondType: context.keyValueType, context)
            ?? (x, pair(x, context))  // [rows, d], [rows, 2 d]
    }

    private func pair(_ x: Tensor, _ context: Context) -> Tensor {
        context.converted(
            context.concatenateColumns([x, x]), to: context.keyValueType)  // [rows, 2 d]
    }
}
