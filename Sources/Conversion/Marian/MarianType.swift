/// The types of numbers in Marian's binary files, by their codes there.
///
/// The lowest byte is the size of a number, the rest says of what kind it is. Branches of Marian
/// differ in how they mark matrices for its library of products, intgemm.
package enum MarianType: UInt64, Sendable {
    /// Characters: the options.
    case int8 = 0x101
    /// IEEE 754's half precision.
    case float16 = 0x402
    /// IEEE 754's single precision.
    case float32 = 0x404
    /// A matrix in eight bits with one multiplier, as the students of Bergamot and Firefox have it.
    case intgemm8 = 0x4101
    /// A matrix in sixteen bits with one multiplier, likewise.
    case intgemm16 = 0x4102
    /// The same as ``intgemm8``, as Marian's own branch writes it from version 1.10 on.
    case laterIntgemm8 = 0x1_0001
    /// The same as ``intgemm16``, likewise.
    case laterIntgemm16 = 0x1_0002

    /// The bytes of a number.
    var byteCount: Int { Int(rawValue & 0xFF) }

    /// Whether the numbers are codes, and a multiplier in float32 follows them.
    package var isQuantized: Bool {
        switch self {
        case .intgemm8, .intgemm16, .laterIntgemm8, .laterIntgemm16: true
        case .int8, .float16, .float32: false
        }
    }

    /// What Marian calls it.
    var name: String {
        switch self {
        case .int8: "int8"
        case .float16: "float16"
        case .float32: "float32"
        case .intgemm8, .laterIntgemm8: "intgemm8"
        case .intgemm16, .laterIntgemm16: "intgemm16"
        }
    }

    /// The code as it is written in errors.
    static func text(_ code: UInt64) -> String { "0x" + String(code, radix: 16) }
}
