import Tensors

/// The type that the numbers of a model have in its file.
public enum WeightType: String, Sendable, CaseIterable {
    /// As training keeps them.
    case float32
    /// Half the size; the range of float32 with 8 significant bits.
    case bfloat16
    /// Half the size; 11 significant bits, up to 65,504.
    case float16

    var tensorType: SafetensorsType {
        switch self {
        case .float32: .float32
        case .bfloat16: .bfloat16
        case .float16: .float16
        }
    }
}
