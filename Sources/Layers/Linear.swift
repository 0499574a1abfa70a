public import Tensors

/// A linear layer: y = x Wᵀ + b. The same in plain loops: `Reference.Linear`.
public struct Linear: Sendable {
    /// `[out, in]`.
    public let weight: Parameter
    /// `[out]`.
    public let bias: Parameter

    /// Declares `weight` and `bias`.
    public init(
        _ inputWidth: Int, _ outputWidth: Int, _ builder: ParameterBuilder,
        initializer: Initializer = .xavierUniform, bias biasInitializer: Initializer = .constant(0)
    ) {
        weight = builder.parameter(
            "weight", outputWidth, inputWidth, initializer: initializer, isQuantizable: true)
        bias = builder.parameter("bias", outputWidth, initializer: biasInitializer)
    }

    /// Several layers over the same input, side by side: one product computes all. Their outputs
    /// are columns next to each other, in the order of the names.
    public init(
        stacking names: [String], _ inputWidth: Int, _ outputWidth: Int,
        _ builder: ParameterBuilder, initializer: Initializer = .xavierUniform
    ) {
        weight = builder.stack(
            names.map { "\($0).weight" }, outputWidth, inputWidth, initializer: initializer,
            isQuantizable: true)
        bias = builder.stack(names.map { "\($0).bias" }, outputWidth, initializer: .constant(0))
    }

    private init(weight: Parameter, bias: Parameter) {
        self.weight = weight
        self.bias = bias
    }

    /// The layer that computes only some of the outputs.
    public subscript(outputs range: Range<Int>) -> Linear {
        Linear(weight: weight[rows: range], bias: bias[rows: range])
    }

    /// `[rows, in]` → `[rows, out]` of the type `elementType`; nil for the context's.
    public func callAsFunction(
        _ x: Tensor, elementType: ElementType? = nil, _ context: Context
    ) -> Tensor {
        context.linear(x, weight: weight, bias: bias, elementType: elementType)  // [rows, out]
    }

    /// `[rows, in]` → `[rows, count]` and `[rows, out − count]`, the second of a type of its own.
    /// For inference.
    public func split(
        _ x: Tensor, after count: Int, secondType: ElementType, _ context: Context
    ) -> (Tensor, Tensor) {
        context.splitLinear(
            x, weight: weight, bias: bias, splitAfter: count,
            secondType: secondType)  // [rows, count], [rows, out − count]
    }

    /// `[rows, in]` → `[rows, out]`, then an activation and dropout.
    public func callAsFunction(
        _ x: Tensor, activation: Activation, dropout: Float, _ context: Context
    ) -> Tensor {
        context.linear(
            x, weight: weight, bias: bias, activation: activation,
            dropout: dropout)  // [rows, out]
    }
}
