public import Tensors

/// Where the layer normalisation stands.
public enum NormPlacement: String, Sendable, CaseIterable {
    /// LayerNorm(x + Sublayer(x)): the paper's (section 3.1).
    case post
    /// x + Sublayer(LayerNorm(x)): steadier in deep models (Xiong et al. 2020). The stack then ends
    /// in a norm of its own.
    case pre
}

/// Layer normalisation (Ba et al. 2016) of every row x:
///
///     LayerNorm(x) = gain · (x − mean(x)) / √(variance(x) + ε) + bias
///
/// The same in plain loops: `Reference.LayerNorm`.
public struct LayerNorm: Sendable {
    let parameters: NormParameters

    /// Declares `weight` (the gain) and `bias`.
    public init(width: Int, _ builder: ParameterBuilder) {
        parameters = NormParameters(
            gain: builder.parameter("weight", width, initializer: .constant(1)),
            bias: builder.parameter("bias", width, initializer: .constant(0)), epsilon: 1e-5)
    }

    /// Normalises every row of `[rows, d]`.
    public func callAsFunction(_ x: Tensor, _ context: Context) -> Tensor {
        context.layerNorm(x, parameters)
    }
}

/// The residual connection around a sublayer, with dropout of the sublayer's output (section 5.4)
/// and layer normalisation: see ``NormPlacement``. Every line is `[rows, d]`.
///
/// The same in plain loops: `Reference.addAndNorm`.
public struct AddAndNorm: Sendable {
    private let norm: LayerNorm
    private let placement: NormPlacement
    private let dropout: Float

    /// Declares the norm's `weight` and `bias`.
    public init(
        width: Int, placement: NormPlacement, dropout: Float, _ builder: ParameterBuilder
    ) {
        norm = LayerNorm(width: width, builder)
        self.placement = placement
        self.dropout = dropout
    }

    /// Runs `sublayer` between the norm and the addition. Everything is `[rows, d]`.
    public func callAsFunction(
        _ x: Tensor, _ context: Context, sublayer: (Tensor) throws -> Tensor
    ) rethrows -> Tensor {
        switch placement {
        case .post:
            context.residualNorm(x, try sublayer(x), norm.parameters, dropout: dropout)
        case .pre:
            context.residual(x, try sublayer(norm(x, context)), dropout: dropout)
        }
    }
}
