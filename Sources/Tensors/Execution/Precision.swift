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

    /// Whether products of this type can be computed on this processor at all.
    public var isSupported: Bool {
        var description = onednn_product_description()
        description.rows = 1
        description.columns = 1
        description.inner = 1
        description.left_stride = 1
        description.right_stride = 1
        description.result_stride = 1
        description.left_type = elementType.productType
        description.right_type = elementType.productType
        description.result_type = elementType.productType
        guard let product = onednn_product_create(&description) else { return false }
        onednn_product_destroy(product)
        return true
    }

    /// The fastest that this processor supports in hardware.
    public static var fastest: Precision {
        onednn_has_native_bfloat16() ? .bfloat16 : .float32
    }
}
