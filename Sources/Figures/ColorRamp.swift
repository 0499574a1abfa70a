/// How a number between 0 and 1 becomes a colour, on light and on dark paper.
///
/// Lightness is a straight line in OKLab, so equal differences of value look equal, and the order
/// survives a grey printer and every kind of colour blindness.
package enum ColorRamp: String, Sendable, CaseIterable {
    /// From almost the paper's colour to full ink: amounts.
    case sequential
    /// From one ink through almost the paper's colour, at one half, to another: signed values.
    case diverging

    /// What the colours lie on.
    package enum Paper: Sendable, CaseIterable {
        case light, dark
    }

    /// The number of distinct colours; odd, so that a diverging ramp has a middle.
    package static let levelCount = 65

    /// The colour of a level, 0 to `levelCount - 1`.
    package func color(level: Int, on paper: Paper) -> Color {
        precondition(
            (0..<Self.levelCount).contains(level),
            "ColorRamp.color: level \(level) is outside 0..<\(Self.levelCount)")
        let fraction = Double(level) / Double(Self.levelCount - 1)
        switch self {
        case .sequential: return Self.sequentialColor(fraction, on: paper)
        case .diverging: return Self.divergingColor(2 * fraction - 1, on: paper)
        }
    }

    private static func sequentialColor(_ amount: Double, on paper: Paper) -> Color {
        switch paper {
        case .light:
            // Chroma rises faster than lightness falls: a small weight is already a colour.
            let chroma = 0.012 + 0.16 * amount * (1.75 - amount) / 0.766
            return Color(lightness: 0.968 - 0.64 * amount, chroma: chroma, hue: 235 + 40 * amount)
        case .dark:
            // Colour in the middle alone: a large weight shines, but does not glare.
            let chroma = 0.02 + 0.5 * amount * (1 - amount) * (1.2 - 0.4 * amount)
            return Color(lightness: 0.265 + 0.675 * amount, chroma: chroma, hue: 268 - 40 * amount)
        }
    }

    /// - Parameter amount: between -1 and 1.
    private static func divergingColor(_ amount: Double, on paper: Paper) -> Color {
        let strength = abs(amount)
        let hue = amount < 0 ? 40.0 : 255.0
        switch paper {
        case .light:
            return Color(lightness: 0.968 - 0.5 * strength, chroma: 0.19 * strength, hue: hue)
        case .dark:
            return Color(lightness: 0.265 + 0.535 * strength, chroma: 0.19 * strength, hue: hue)
        }
    }
}

/// A range of values laid on a colour ramp.
package struct ColorScale: Sendable {
    /// The values at the ramp's two ends.
    package let range: ClosedRange<Float>
    /// The colours.
    package let ramp: ColorRamp

    /// A scale over `range`; one that reaches below zero is widened to be symmetric about zero, and
    /// diverges from there. A range of no width is given one.
    package init(_ range: ClosedRange<Float>) {
        precondition(
            range.lowerBound.isFinite && range.upperBound.isFinite,
            "ColorScale: the range \(range) is not finite")
        let (lower, upper) = (range.lowerBound, range.upperBound)
        if lower < 0 {
            let reach = max(-lower, upper)
            self.range = -reach...reach
            ramp = .diverging
        } else {
            self.range = lower == upper ? lower...max(lower + 1, lower.nextUp) : range
            ramp = .sequential
        }
    }

    /// A scale from zero to the largest of `values`, or symmetric about zero where some are
    /// negative. Values that are not finite are left out.
    package init(fitting values: [Float]) {
        let finite = values.filter(\.isFinite)
        self.init(min(finite.min() ?? 0, 0)...max(finite.max() ?? 0, 0))
    }

    /// The place of `value` on the ramp, 0 to 1; beyond the range, its nearer end; `nil` where the
    /// value is not finite.
    package func fraction(of value: Float) -> Double? {
        guard value.isFinite else { return nil }
        let (lower, upper) = (Double(range.lowerBound), Double(range.upperBound))
        return min(max((Double(value) - lower) / (upper - lower), 0), 1)
    }

    /// The colour level of `value`; `nil` where the value is not finite.
    package func level(of value: Float) -> Int? {
        fraction(of: value).map { Int(($0 * Double(ColorRamp.levelCount - 1)).rounded()) }
    }
}
