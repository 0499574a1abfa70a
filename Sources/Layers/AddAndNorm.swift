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
/// To study what they are for, the residual connection and the norm can be left out.
///
/// The same in plain loops: `Reference.addAndNorm`.
public struct AddAndNorm: Sendable {
    private let norm: LayerNorm?
    private let placement: NormPlacement
    private let dropout: Float
    private let hasResidual: Bool

    /// Declares the norm's `weight` and `bias`.
    ///
    /// - Parameters:
    ///   - width: The width d of the rows.
    ///   - placement: Where the norm stands.
    ///   - dropout: Dropout of the sublayer's output.
    ///   - hasResidual: Whether x is added to that; if not, x goes no further than the sublayer.
    ///   - hasNorm: Whether there is a norm; if not, nothing is declared.
    ///   - builder: Where the parameters are declared.
    public init(
        width: Int, placement: NormPlacement, dropout: Float, hasResidual: Bool = true,
        hasNorm: Bool = true, _ builder: ParameterBuilder
    ) {
        norm = hasNorm ? LayerNorm(width: width, builder) : nil
        self.placement = placement
        self.dropout = dropout
        self.hasResidual = hasResidual
    }

    /// Runs `sublayer` between the norm and the addition. Everything is `[rows, d]`.
    public func callAsFunction(
        _ x: Tensor, _ context: Context, sublayer: (Tensor) throws -> Tensor
    ) rethrows -> Tensor {
        switch (norm, placement) {
        case (let norm?, .post) where hasResidual:
            // Both in one operation.
            context.residualNorm(x, try sublayer(x), norm.parameters, dropout: dropout)
        case (let norm?, .post):
            norm(add(try sublayer(x), to: x, context), context)
        case (let norm?, .pre):
            add(try sublayer(norm(x, context)), to: x, context)
        case (nil, _):
            add(try sublayer(x), to: x, context)
        }
    }

    /// x + Dropout(branch), or the latter alone.
    private func add(_ branch: Tensor, to x: Tensor, _ context: Context) -> Tensor {
        hasResidual
            ? context.residual(x, branch, dropout: dropout) : context.dropout(branch, dropout)
    }
}
