import Foundation

/// Numbers as text that is short: 16-bit floating point (IEEE 754 binary16, the lower byte first) in base64.
///
/// A number has 11 significant bits, so that it is off by 1 in 2048 at most. Those nearer to 0 than 2⁻¹⁴
/// are multiples of 2⁻²⁴; those of which there is no larger one are ±65,504.
package enum HalfFloats {
    /// The text of numbers, four characters for a number and a half.
    package static func base64(_ numbers: some Sequence<Float>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * numbers.underestimatedCount)
        for number in numbers {
            let half = bits(of: number)
            bytes.append(UInt8(truncatingIfNeeded: half))
            bytes.append(UInt8(truncatingIfNeeded: half >> 8))
        }
        return Data(bytes).base64EncodedString()
    }

    /// The bits of the nearest number that there is; of two as near, the one whose last bit is 0.
    package static func bits(of number: Float) -> UInt16 {
        let sign = number.sign == .minus ? signBit : 0
        if number.isNaN { return notANumber }
        if number.isInfinite { return sign | infinity }
        let size = abs(number)
        guard size >= leastNormal else {
            return sign | UInt16((size * subnormalSteps).rounded(.toNearestOrEven))
        }
        let bits = min(size, largest).bitPattern
        let last = bits >> droppedBits & 1
        let rounded = bits + (1 << (droppedBits - 1)) - 1 + last
        return sign | UInt16((rounded - exponentShift) >> droppedBits)
    }

    private static let signBit: UInt16 = 0x8000
    private static let infinity: UInt16 = 0x7C00
    private static let notANumber: UInt16 = 0x7E00
    private static let largest: Float = 65_504
    private static let leastNormal: Float = 0x1p-14
    /// Below the least normal number there is one for every 2⁻²⁴.
    private static let subnormalSteps: Float = 0x1p24
    /// The bits of a float32's fraction that binary16 does not have.
    private static let droppedBits: UInt32 = 13
    /// Exponents count from 127 in float32 and from 15 here.
    private static let exponentShift: UInt32 = (127 - 15) << 23
}
