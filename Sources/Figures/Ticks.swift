import Foundation

/// Round numbers along an axis.
package enum Ticks {
    /// The smallest of 1, 2 and 5 times a power of ten that cuts `range` into at most `count`
    /// steps, as a mantissa and an exponent of ten.
    private static func step(
        over range: ClosedRange<Double>, atMost count: Int
    ) -> (mantissa: Double, exponent: Int) {
        let raw = (range.upperBound - range.lowerBound) / Double(count)
        let exponent = Int(log10(raw).rounded(.down))
        // A hair of tolerance: ten steps of 0.1 over 0...1 are ten, whatever the rounding.
        let scaled = raw / pow(10, Double(exponent)) * (1 - 1e-9)
        let mantissa = [1.0, 2, 5].first { $0 >= scaled }
        return mantissa.map { ($0, exponent) } ?? (1, exponent + 1)
    }

    /// The round numbers inside `range`, in at most `count` even steps of 1, 2 or 5 times a power
    /// of ten.
    package static func linear(over range: ClosedRange<Double>, atMost count: Int) -> [Double] {
        guard range.lowerBound < range.upperBound else { return [range.lowerBound] }
        let (mantissa, exponent) = step(over: range, atMost: count)
        let power = pow(10, Double(abs(exponent)))
        // Dividing by a power of ten is exact to the last bit where multiplying by 0.1 is not.
        func value(_ index: Double) -> Double {
            exponent < 0 ? index * mantissa / power : index * mantissa * power
        }
        let width = value(1)
        let first = (range.lowerBound / width - 1e-9).rounded(.up)
        let last = (range.upperBound / width + 1e-9).rounded(.down)
        guard first <= last else { return [] }
        return stride(from: first, through: last, by: 1).map { value($0) }
    }

    /// `range` widened outwards to whole steps of its linear ticks.
    package static func widened(
        _ range: ClosedRange<Double>, atMost count: Int
    ) -> ClosedRange<Double> {
        let (mantissa, exponent) = step(over: range, atMost: count)
        let width = mantissa * pow(10, Double(exponent))
        let lower = (range.lowerBound / width + 1e-9).rounded(.down) * width
        let upper = (range.upperBound / width - 1e-9).rounded(.up) * width
        return lower...upper
    }

    /// The round numbers inside a positive `range` for a logarithmic axis: powers of ten over two
    /// decades and more, thinned to at most `count`; 1, 2 and 5 times powers of ten over less;
    /// linear ticks where even those are fewer than three.
    package static func logarithmic(
        over range: ClosedRange<Double>, atMost count: Int
    ) -> [Double] {
        precondition(
            range.lowerBound > 0, "Ticks.logarithmic: \(range.lowerBound) is not above zero")
        let first = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
        let last = Int((log10(range.upperBound) + 1e-9).rounded(.down))
        if last - first >= 2 {
            let decades = (last - first) / count + 1
            return stride(from: first, through: last, by: decades).map(powerOfTen)
        }
        let multiples = (first - 1...max(last, first - 1)).flatMap { exponent in
            [1.0, 2, 5].map { multiple(of: exponent, by: $0) }
        }
        let tolerant = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)
        let inside = multiples.filter(tolerant.contains)
        return inside.count >= 3 ? inside : linear(over: range, atMost: count)
    }

    private static func powerOfTen(_ exponent: Int) -> Double {
        multiple(of: exponent, by: 1)
    }

    private static func multiple(of exponent: Int, by mantissa: Double) -> Double {
        let power = pow(10, Double(abs(exponent)))
        return exponent < 0 ? mantissa / power : mantissa * power
    }
}
