import Foundation

/// Values along one axis: the range shown, its ticks, and where a value lies.
package struct PlotAxis: Sendable {
    /// How distances follow values.
    package let scale: CurveChart.Scale
    /// The values at the axis's two ends.
    package let range: ClosedRange<Double>
    /// Round numbers inside the range.
    package let ticks: [Double]
    /// The text at each tick.
    package let labels: [String]

    /// An axis over all values that can be shown on it.
    ///
    /// - Parameters:
    ///   - ticks: the largest number of steps between ticks.
    ///   - isWidened: whether the range grows to whole ticks (linear) or by a little
    ///     (logarithmic), so that no curve touches the frame.
    package init(
        showing values: [Double], scale: CurveChart.Scale, atMost ticks: Int, isWidened: Bool
    ) {
        self.scale = scale
        let shown = values.filter { Self.canShow($0, on: scale) }
        let exact = Self.range(of: shown, scale: scale)
        switch scale {
        case .linear:
            range = isWidened ? Ticks.widened(exact, atMost: ticks) : exact
            self.ticks = Ticks.linear(over: range, atMost: ticks)
            labels = NumberText.labels(evenTicks: self.ticks)
        case .logarithmic:
            let ratio = isWidened ? pow(exact.upperBound / exact.lowerBound, 0.05) : 1
            range = exact.lowerBound / ratio...exact.upperBound * ratio
            self.ticks = Ticks.logarithmic(over: range, atMost: ticks)
            labels = NumberText.labels(logarithmicTicks: self.ticks)
        }
    }

    /// Whether a value has a place on an axis of this scale.
    package static func canShow(_ value: Double, on scale: CurveChart.Scale) -> Bool {
        // Within these bounds no difference or ratio of two values overflows.
        switch scale {
        case .linear: abs(value) <= 1e100
        case .logarithmic: value >= 1e-100 && value <= 1e100
        }
    }

    /// From the smallest to the largest value, made wider where they are the same.
    private static func range(
        of values: [Double], scale: CurveChart.Scale
    ) -> ClosedRange<Double> {
        guard let lowest = values.min(), let highest = values.max() else {
            return scale == .linear ? 0...1 : 1...10
        }
        // Below this, rounding would decide the ticks.
        let isFlat = highest - lowest <= max(1e-9 * max(abs(highest), abs(lowest)), 1e-100)
        guard isFlat else { return lowest...highest }
        switch scale {
        case .linear:
            // Zero alone is where something begins, with nothing below it.
            if abs(lowest) < 1e-99 { return 0...1 }
            let room = abs(lowest) * 0.1
            return lowest - room...highest + room
        case .logarithmic: return lowest / 2...highest * 2
        }
    }

    /// The place of a value, 0 at the range's lower end and 1 at its upper end.
    package func fraction(of value: Double) -> Double {
        switch scale {
        case .linear:
            (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .logarithmic:
            log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
        }
    }
}

extension PlotAxis {
    /// The horizontal axis of all panels: exactly from the first to the last measurement.
    init(horizontalOf chart: CurveChart) {
        let points = chart.panels.flatMap(\.series).flatMap(\.points)
        self.init(
            showing: points.filter { $0.y != nil }.map(\.x), scale: chart.horizontalScale,
            atMost: 6, isWidened: false)
    }

    /// The vertical axis of a panel.
    init(verticalOf panel: CurveChart.Panel) {
        self.init(
            showing: panel.series.flatMap { $0.points.compactMap(\.y) }, scale: panel.scale,
            atMost: 5, isWidened: true)
    }
}
