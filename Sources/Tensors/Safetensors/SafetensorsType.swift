/// The element types of the safetensors format, by their names in its header.
///
/// The order is the one files are written in, backwards: by alignment, and within it Hugging
/// Face's.
public enum SafetensorsType: String, CaseIterable, Sendable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case int16 = "I16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .int16, .float16, .bfloat16: 2
        case .int32, .float32: 4
        case .float64, .int64: 8
        }
    }

    /// The place in the order of ``allCases``.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
