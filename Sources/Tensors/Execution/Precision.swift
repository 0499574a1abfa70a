internal import COneDNN

/// The type that matrix products read and activations are kept in. Weights, norms, softmax, loss
/// and optimiser are float32 whatever the choice.
public enum Precision: String, Sendable, CaseIterable, Codable {
    case float32, bfloat16

    /// The type of activations.
    public var elementType: ElementType {
        switch self {
        case .float32: .float32
        case .bfloat16: .bfloat16
        }
    }

    /// The fastest that this processor supports in hardware.
    public static var fastest: Precision {
        onednn_has_native_bfloat16() ? .bfloat16 : .float32
    }
}
