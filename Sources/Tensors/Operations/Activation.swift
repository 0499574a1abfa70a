package import CKernels

/// An elementwise non-linearity.
public enum Activation: String, Sendable, Codable, CaseIterable {
    /// max(0, x): the paper's.
    case relu
    /// x Φ(x), with the exact error function (Hendrycks & Gimpel 2016).
    case gelu
    /// The tanh approximation of GELU.
    case geluTanh = "gelu_new"
    /// x σ(x) (Ramachandran et al. 2017), also called SiLU.
    case swish
    /// The hyperbolic tangent, from −1 to 1.
    case tanh
    /// The logistic function σ(x) = 1 / (1 + exp(−x)), from 0 to 1.
    case sigmoid

    /// Whether the gradient follows from the output alone.
    var isInvertible: Bool { self == .tanh || self == .sigmoid }

    package var kernel: ck_activation {
        switch self {
        case .relu: CK_RELU
        case .gelu: CK_GELU
        case .geluTanh: CK_GELU_TANH
        case .swish: CK_SWISH
        case .tanh: CK_TANH
        case .sigmoid: CK_SIGMOID
        }
    }
}
