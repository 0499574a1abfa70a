package import CKernels
internal import COneDNN

/// The type of a tensor's elements.
public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE 754's single precision.
    case float32
    /// The upper half of a float32: its range, with eight bits of precision.
    case bfloat16
    /// Whole numbers in 32 bits: sums of products of eight-bit ones.
    case int32
    /// Whole numbers in eight bits: weights and activations for int8 products.
    case int8

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .float32, .int32: 4
        case .bfloat16: 2
        case .int8: 1
        }
    }

    /// The kernels' name of a type they calculate with.
    package var kernelType: ck_type {
        switch self {
        case .float32: CK_FLOAT32
        case .bfloat16: CK_BFLOAT16
        case .int32, .int8:
            preconditionFailure("no pointwise kernel calculates with \(self) elements")
        }
    }

    var productType: onednn_type {
        switch self {
        case .float32: ONEDNN_FLOAT32
        case .bfloat16: ONEDNN_BFLOAT16
        case .int32: ONEDNN_INT32
        case .int8: ONEDNN_INT8
        }
    }
}
