internal import COneDNN
import Basics

/// How the inputs of int8 products are rounded to eight bits.
public enum InputRounding: String, Sendable, CaseIterable {
    /// Every row over its own range.
    case rows
    /// By multipliers that were measured on text, one for each matrix, and that the model has, as
    /// Marian, Firefox and slimt round them (intgemm): their products have the same sums.
    case multipliers
}

/// The type that matrix products read. Activations have it too, except beside int8, where they are
/// float32 and rounded on their way into a product. Norms, softmax, loss and optimiser are float32
/// whatever the choice.
public enum Precision: String, Sendable, CaseIterable, Codable {
    /// IEEE 754's single precision.
    case float32
    /// Products and activations with float32's range and eight bits of precision. The weights that
    /// the optimiser changes are float32.
    case bfloat16
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

    /// What the number of rows of packed sentences is best rounded up to a multiple of. Each shape of a
    /// floating-point product is compiled, so there had better be few; products in eight bits are not,
    /// and rows that belong to no sentence would be computed for nothing.
    public var rowMultiple: Int { self == .int8 ? 1 : 32 }

    /// Whether products of this type can be computed on this processor at all.
    public var isSupported: Bool {
        self == .int8 || withSmallestProduct { $0 != nil }
    }

    /// Throws when products of this type cannot be computed on this processor.
    ///
    /// - Throws: `CalqueError` of the kind `unsupported`.
    public func requireSupport() throws {
        guard !isSupported else { return }
        throw CalqueError(
            "This processor cannot compute in \(rawValue). Use float32.", kind: .unsupported)
    }

    /// Whether oneDNN has products of this type that are written for this processor.
    var isOptimized: Bool {
        withSmallestProduct { $0.map(onednn_product_is_optimized) ?? false }
    }

    /// The fastest at equal quality on this processor: see ``Processor/fastestPrecision``.
    public static var fastest: Precision { Processor.current.fastestPrecision }

    private func withSmallestProduct<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
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
        let product = onednn_product_create(&description)
        defer { if let product { onednn_product_destroy(product) } }
        return body(product)
    }
}
