internal import COneDNN

/// The type that matrix products read. Activations have it too, except beside int8, where they are
/// float32 and rounded on their way into a product. Norms, softmax, loss and optimiser are float32
/// whatever the choice.
public enum Precision: String, Sendable, CaseIterable, Codable {
    case float32, bfloat16
    /// Weights in eight bits with a scale for each output, activations rounded to eight bits row by
    /// row, sums in 32: for inference only.
    case int8

    /// The precisions that a model can be trained in.
    public static let trainable: [Precision] = [.float32, .bfloat16]

    /// The type of activations.
    public var elementType: ElementType {
        switch self {
        case .float32, .int8: .float32
        case .bfloat16: .bfloat16
        }
    }

    /// Whether products of this type can be computed on this processor at all.
    public var isSupported: Bool {
        if self == .int8 { return true }
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

    /// The fastest at equal quality that this processor supports in hardware.
    public static var fastest: Precision {
        onednn_has_native_bfloat16() ? .bfloat16 : .float32
    }
}
