import Tensors

/// The type that the numbers of a model have in its file.
public enum WeightType: String, Sendable, CaseIterable {
    /// As training keeps them.
    case float32
    /// Half the size; the range of float32 with 8 significant bits.
    case bfloat16
    /// Half the size; 11 significant bits, up to 65,504.
    case float16
    /// A quarter of the size: matrices in eight bits with a scale for each output, vectors in
    /// float32. For int8 products alone, and for Calque alone.
    case int8

    /// The weights as tensors of the type.
    ///
    /// - Throws: `CalqueError` that names a matrix that is too wide for int8 products.
    func tensors(of parameters: ParameterStore) throws -> [SafetensorsTensor] {
        switch self {
        case .float32: parameters.safetensors(type: .float32)
        case .bfloat16: parameters.safetensors(type: .bfloat16)
        case .float16: parameters.safetensors(type: .float16)
        case .int8: try parameters.quantizedSafetensors()
        }
    }
}
