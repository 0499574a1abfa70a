import Foundation
import Pages
import Testing

struct HalfFloatsTests {
    @Test(
        arguments: [
            (0, 0), (-0.0, 0x8000), (1, 0x3C00), (-2, 0xC000), (0.5, 0x3800), (65_504, 0x7BFF),
            (0x1p-14, 0x0400), (0x1p-24, 0x0001), (0x1p-26, 0), (-0x1p-15, 0x8200),
            // Of two as near, the even one; what is further goes up, over the exponent's end, too.
            (1 + 0x1p-11, 0x3C00), (1 + 0x3p-11, 0x3C02), (1.9999, 0x4000), (0x1.FFFp-15, 0x0400),
            // There is no larger one.
            (65_520, 0x7BFF), (1e30, 0x7BFF), (-1e30, 0xFBFF), (.infinity, 0x7C00),
            (.nan, 0x7E00),
        ] as [(Float, UInt16)])
    func bitsAreThoseOfTheNearestNumber(number: Float, bits: UInt16) {
        #expect(HalfFloats.bits(of: number) == bits, "\(number)")
    }

    @Test func theLowerByteIsFirst() {
        #expect(
            HalfFloats.base64([1, -2, 0.5])
                == Data([0, 0x3C, 0, 0xC0, 0, 0x38]).base64EncodedString())
        #expect(HalfFloats.base64([]).isEmpty)
    }
}
