import Foundation

/// Numbers as a reader wants them: short, with the digits that matter.
package enum NumberText {
    /// Labels of an axis's ticks, all with the same decimals: `0.5`, `20k`, `1.5M`, `2×10⁻⁴`.
    package static func labels(evenTicks ticks: [Double]) -> [String] {
        let largest = ticks.map(abs).max() ?? 0
        let steps = zip(ticks.dropFirst(), ticks).map { abs($0 - $1) }
        let step = steps.min() ?? largest
        guard largest > 0 else { return ticks.map { _ in "0" } }
        if largest < 0.0095 {
            let exponent = Int((log10(largest) + 1e-9).rounded(.down))
            let unit = pow(10, Double(exponent))
            return ticks.map { tick in
                let mantissa = fixed(tick / unit, decimals: decimals(forStep: step / unit))
                return tick == 0 ? "0" : "\(mantissa)×10\(superscript(exponent))"
            }
        }
        let (unit, suffix) = unit(for: largest)
        return ticks.map { tick in
            tick == 0 ? "0" : fixed(tick / unit, decimals: decimals(forStep: step / unit)) + suffix
        }
    }

    /// Labels of logarithmic ticks, each with the digits of its own: `0.01`, `1`, `100`, `10⁻⁵`.
    package static func labels(logarithmicTicks ticks: [Double]) -> [String] {
        ticks.map { tick in
            let exponent = Int((log10(tick) + 1e-9).rounded(.down))
            guard exponent < -3 || exponent > 5 else { return short(tick) }
            let power = "10\(superscript(exponent))"
            let mantissa = fixed(tick / pow(10, Double(exponent)), decimals: 1)
            let whole = mantissa.hasSuffix(".0") ? String(mantissa.dropLast(2)) : mantissa
            return whole == "1" ? power : "\(whole)×\(power)"
        }
    }

    /// One value with about three significant digits: `4.13`, `18.2`, `34.1k`, `2.50×10⁻⁴`.
    package static func short(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let exponent = Int((log10(abs(value)) + 1e-9).rounded(.down))
        if exponent < -3 {
            return fixed(value / pow(10, Double(exponent)), decimals: 2)
                + "×10\(superscript(exponent))"
        }
        let (unit, suffix) = unit(for: abs(value))
        let scaled = value / unit
        let digits = Int((log10(abs(scaled)) + 1e-9).rounded(.down))
        let text = fixed(scaled, decimals: max(0, 2 - digits))
        return trimmed(text) + suffix
    }

    /// Thousands and more are counted in thousands from 10,000 on.
    private static func unit(for magnitude: Double) -> (Double, String) {
        switch magnitude {
        case 1e9...: (1e9, "G")
        case 1e6...: (1e6, "M")
        case 1e4...: (1e3, "k")
        default: (1, "")
        }
    }

    private static func decimals(forStep step: Double) -> Int {
        guard step > 0 else { return 0 }
        return max(0, -Int((log10(step) + 1e-9).rounded(.down)))
    }

    /// A decimal number with a true minus sign.
    static func fixed(_ value: Double, decimals: Int) -> String {
        String(format: "%.\(decimals)f", value).replacingOccurrences(of: "-", with: "−")
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        let digits = text.reversed().drop { $0 == "0" }
        return String((digits.first == "." ? digits.dropFirst() : digits).reversed())
    }

    private static func superscript(_ number: Int) -> String {
        let digits: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶",
            "7": "⁷", "8": "⁸", "9": "⁹",
        ]
        return String(String(number).map { digits[$0] ?? $0 })
    }
}
