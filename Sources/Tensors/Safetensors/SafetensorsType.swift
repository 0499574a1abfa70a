/// The element types of the safetensors format, by their names in its header.
///
/// The order is the one files are written in, backwards: by alignment, and within it Hugging
/// Face's.
public enum SafetensorsType: String, CaseIterable, Sendable {
    /// A byte that is 0 or 1.
    case bool = "BOOL"
    /// Whole numbers from 0 to 255.
    case uint8 = "U8"
    /// Whole numbers in a byte, from −128 to 127.
    case int8 = "I8"
    /// Whole numbers in two bytes.
    case int16 = "I16"
    /// IEEE 754's half precision.
    case float16 = "F16"
    /// The upper half of a float32.
    case bfloat16 = "BF16"
    /// Whole numbers in four bytes.
    case int32 = "I32"
    /// IEEE 754's single precision.
    case float32 = "F32"
    /// IEEE 754's double precision.
    case float64 = "F64"
    /// Whole numbers in eight bytes.
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
