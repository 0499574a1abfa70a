public import Tensors

/// The position-wise feed-forward network, the same for every position (section 3.3, equation 2):
///
///     FFN(x) = max(0, x W₁ + b₁) W₂ + b₂
///
/// The paper's W₁ `[d, d_ff]` and W₂ `[d_ff, d]` are held transposed, as in every ``Linear``. Where the
/// paper has ReLU, models of the Marian layout may have another activation.
///
/// The same in plain loops: `Reference.FeedForward`.
public struct FeedForward: Sendable {
    private let expand: Linear
    private let contract: Linear
    private let activation: Activation
    private let activationDropout: Float

    /// Declares `fc1` and `fc2`.
    ///
    /// - Parameters:
    ///   - width: The model's width d.
    ///   - innerWidth: The width d_ff between the two layers.
    ///   - activation: The non-linearity between the two layers; the paper's is max(0, x).
    ///   - activationDropout: Dropout between the two layers (none in the paper).
    ///   - builder: Where the parameters are declared.
    public init(
        width: Int, innerWidth: Int, activation: Activation, activationDropout: Float,
        _ builder: ParameterBuilder
    ) {
        expand = Linear(width, innerWidth, builder["fc1"])
        contract = Linear(innerWidth, width, builder["fc2"])
        self.activation = activation
        self.activationDropout = activationDropout
    }

    /// `[rows, d]` → `[rows, d]`.
    public func callAsFunction(_ x: Tensor, _ context: Context) -> Tensor {
        let inner = expand(
            x, activation: activation, dropout: activationDropout, context)  // [rows, d_ff]
        return contract(inner, context)  // [rows, d]
    }
}
