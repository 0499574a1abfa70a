import CKernels
import Testing

struct ConvertKernelTests {
    /// Both sides of every rounding decision: ties, subnormal numbers, overflow, infinities, signed
    /// zeros.
    static let special: [Float] = [
        0, -0.0, 1, -1, 1.00390625, 1.01171875, 65504, 65519.996, 65520, 1e30, -1e30, .infinity,
        -.infinity, 0x1p-14, 0x1p-15, 0x1p-24, 0x1p-25, 0x1.8p-25, 0x1.000002p-25, 0x1p-128,
        .leastNonzeroMagnitude, 0.1,
        2049, 2051, .greatestFiniteMagnitude,
    ]

    @Test(arguments: [0, 1, 7, 33, 512])
    func bfloat16RoundsToNearestEven(count: Int) {
        var random = KernelRandom(1)
        let source = Self.special + random.floats(count, bound: 1000)
        let input = KernelArray(.float32, source)
        let output = KernelArray(.bfloat16, count: source.count)
        ck_convert(CK_FLOAT32, input.data, CK_BFLOAT16, output.data, Int64(source.count))
        #expect(
            output.values.map(\.bitPattern)
                == source.map { KernelType.bfloat16.rounded($0).bitPattern })
        let back = KernelArray(.float32, count: source.count)
        ck_convert(CK_BFLOAT16, output.data, CK_FLOAT32, back.data, Int64(source.count))
        #expect(back.values.map(\.bitPattern) == output.values.map(\.bitPattern))
        #expect(output.isIntact && back.isIntact)
    }

    @Test(arguments: [0, 1, 7, 33, 512])
    func float16RoundsToNearestEven(count: Int) {
        var random = KernelRandom(2)
        let source = Self.special + random.floats(count, bound: 1000)
        let expected = source.map { Float16($0) }
        var halves = [UInt16](repeating: 0, count: source.count)
        let input = KernelArray(.float32, source)
        ck_convert(CK_FLOAT32, input.data, CK_FLOAT16, &halves, Int64(source.count))
        #expect(halves == expected.map(\.bitPattern))
    }

    @Test func everyFloat16IsReadExactly() {
        let halves = (0...UInt16.max).map { $0 }
        let output = KernelArray(.float32, count: halves.count)
        ck_convert(CK_FLOAT16, halves, CK_FLOAT32, output.data, Int64(halves.count))
        for (half, value) in zip(halves, output.values) {
            let expected = Float(Float16(bitPattern: half))
            #expect(expected.isNaN ? value.isNaN : value == expected, "half \(half)")
        }
    }

    @Test(arguments: [CK_BFLOAT16, CK_FLOAT16])
    func notANumberStaysSo(type: ck_type) {
        let source: [Float] = [
            .nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff),
        ]
        var narrow = [UInt16](repeating: 0, count: 3)
        var wide = [Float](repeating: 0, count: 3)
        ck_convert(CK_FLOAT32, source, type, &narrow, 3)
        ck_convert(type, narrow, CK_FLOAT32, &wide, 3)
        #expect(wide.allSatisfy { $0.isNaN })
    }
}
