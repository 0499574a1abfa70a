import CKernels
import Testing

/// The element types that the arithmetic kernels take.
enum KernelType: CaseIterable, Sendable {
    case float32, bfloat16

    var code: ck_type { self == .float32 ? CK_FLOAT32 : CK_BFLOAT16 }

    var byteCount: Int { self == .float32 ? 4 : 2 }

    /// Half a unit in the last place of bfloat16, or a few units of float32: what rounding a result
    /// may change, relatively.
    var precision: Double { self == .float32 ? 2e-6 : 0.004 }

    /// `value` as it is after being stored.
    func rounded(_ value: Float) -> Float {
        self == .float32 ? value : Float(bitPattern: UInt32(Self.bfloat16Bits(value)) << 16)
    }

    /// Rounds to nearest, ties to even.
    static func bfloat16Bits(_ value: Float) -> UInt16 {
        if value.isNaN { return 0x7fc0 }
        let bits = value.bitPattern
        let kept = UInt16(bits >> 16)
        let rest = bits & 0xffff
        let roundsUp = rest > 0x8000 || (rest == 0x8000 && kept & 1 == 1)
        return roundsUp ? kept + 1 : kept
    }
}

/// A buffer that kernels read and write: elements of a type, and after them bytes that must stay
/// as they are.
///
/// It is never freed: kernels are handed bare addresses, which would not keep it alive, and the
/// tests need little.
struct KernelArray {
    let type: KernelType
    let count: Int
    let data: UnsafeMutableRawPointer
    private static let guardBytes = 64
    private static let guardValue: UInt8 = 0xa5

    /// Elements with these values, rounded to the type.
    init(_ type: KernelType, _ values: [Float]) {
        self.type = type
        count = values.count
        let byteCount = count * type.byteCount
        data = .allocate(byteCount: byteCount + Self.guardBytes, alignment: 64)
        for (i, value) in values.enumerated() {
            switch type {
            case .float32: data.storeBytes(of: value, toByteOffset: 4 * i, as: Float.self)
            case .bfloat16:
                let bits = KernelType.bfloat16Bits(value)
                data.storeBytes(of: bits, toByteOffset: 2 * i, as: UInt16.self)
            }
        }
        let end = data + byteCount
        end.initializeMemory(as: UInt8.self, repeating: Self.guardValue, count: Self.guardBytes)
    }

    /// `count` elements that a kernel is to overwrite.
    init(_ type: KernelType, count: Int) {
        self.init(type, [Float](repeating: .nan, count: count))
    }

    var floats: UnsafeMutablePointer<Float> { data.assumingMemoryBound(to: Float.self) }

    var values: [Float] {
        (0..<count).map { i in
            switch type {
            case .float32: data.load(fromByteOffset: 4 * i, as: Float.self)
            case .bfloat16:
                Float(bitPattern: UInt32(data.load(fromByteOffset: 2 * i, as: UInt16.self)) << 16)
            }
        }
    }

    /// Whether nothing was written after the last element.
    var isIntact: Bool {
        (0..<Self.guardBytes).allSatisfy { i in
            data.load(fromByteOffset: count * type.byteCount + i, as: UInt8.self) == Self.guardValue
        }
    }

    /// Records an issue unless |actual - expected| <= absolute + relative * |expected| everywhere
    /// and the guard is whole.
    func expect(
        _ expected: [Double], relative: Double, absolute: Double, _ what: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(count == expected.count, sourceLocation: sourceLocation)
        #expect(isIntact, "\(what): written past the end", sourceLocation: sourceLocation)
        let actual = values
        let wrong = expected.indices.first { i in
            let difference = abs(Double(actual[i]) - expected[i])
            return actual[i].isNaN != expected[i].isNaN
                || difference > absolute + relative * abs(expected[i])
        }
        if let wrong {
            Issue.record(
                "\(what)[\(wrong)] is \(actual[wrong]), not \(expected[wrong])",
                sourceLocation: sourceLocation)
        }
    }
}

/// Reproducible values for tests (splitmix64).
struct KernelRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var x = state
        x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
        x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
        return x ^ (x >> 31)
    }

    /// Uniform in -bound ..< bound.
    mutating func floats(_ count: Int, bound: Float = 2) -> [Float] {
        (0..<count).map { _ in Float.random(in: -bound..<bound, using: &self) }
    }

    mutating func array(_ type: KernelType, _ count: Int, bound: Float = 2) -> KernelArray {
        KernelArray(type, floats(count, bound: bound))
    }
}

/// A matrix's size.
struct KernelShape: Sendable, CustomTestStringConvertible {
    let rows: Int
    let width: Int

    var count: Int { rows * width }
    var testDescription: String { "\(rows)x\(width)" }

    /// No row, one row, several; widths that fill vectors and widths that do not.
    static let all = [0, 1, 6].flatMap { rows in
        [1, 7, 33, 128, 512].map { KernelShape(rows: rows, width: $0) }
    }
}

extension ck_dropout {
    static let off = ck_dropout(probability: 0, seed: 1)

    /// What element `index` is multiplied by.
    func factor(_ index: Int) -> Double {
        guard probability > 0 else { return 1 }
        let threshold = UInt32(Double(probability) * 0x1p32)
        return ck_dropout_hash(seed, UInt64(index)) < threshold ? 0 : 1 / (1 - Double(probability))
    }
}

/// Dropout switched off and on, for tables of arguments.
enum KernelDropout: Float, CaseIterable, Sendable {
    case off = 0
    case on = 0.3

    var kernel: ck_dropout { ck_dropout(probability: rawValue, seed: 0x1234_5678_9abc_def0) }
}
