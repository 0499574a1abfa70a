/// Curves over a common horizontal axis, in panels beside and below each other: loss, BLEU,
/// learning rate and speed over updates, say.
///
/// A series has the same colour in every panel, by its name, and one legend names them all.
public struct CurveChart: Sendable {
    /// How distances along an axis follow values.
    public enum Scale: Sendable {
        /// Equal differences are equal distances.
        case linear
        /// Equal ratios are equal distances; only values above zero have a place.
        case logarithmic
    }

    /// One measurement.
    public struct Point: Sendable, Hashable {
        /// The place along the horizontal axis.
        public var x: Double
        /// The value; `nil` where it is missing.
        public var y: Double?

        /// A measurement, or where `y` is `nil` the place of a missing one.
        public init(x: Double, y: Double?) {
            self.x = x
            self.y = y
        }
    }

    /// Measurements that one line connects.
    ///
    /// The line breaks at missing values. Values without a place on the axis count as missing:
    /// those that are not finite or beyond ±10¹⁰⁰, and on a logarithmic axis those below 10⁻¹⁰⁰.
    public struct Series: Sendable {
        /// What the legend says; an empty name is left out of it and drawn in the ink of the text.
        public var name: String
        /// The measurements, by rising `x`.
        public var points: [Point]

        /// A series of measurements, by rising `x`.
        public init(name: String = "", points: [Point]) {
            precondition(
                zip(points, points.dropFirst()).allSatisfy { !($0.x > $1.x) },
                "CurveChart.Series: the points of \"\(name)\" are not in the order of x")
            self.name = name
            self.points = points
        }
    }

    /// One pair of axes and the series in it.
    public struct Panel: Sendable {
        /// The heading: what is measured.
        public var title: String
        /// The unit of the values, beside the heading; empty for none.
        public var unit: String
        /// The vertical axis; the heading says so where it is logarithmic.
        public var scale: Scale
        /// The lines, the first drawn first.
        public var series: [Series]

        /// A panel of the series given.
        public init(
            title: String, unit: String = "", scale: Scale = .linear, series: [Series]
        ) {
            self.title = title
            self.unit = unit
            self.scale = scale
            self.series = series
        }

        /// What stands beside the title: the unit, and what an even scale needs no word for.
        var note: String {
            [unit, scale == .logarithmic ? "logarithmic" : ""].filter { !$0.isEmpty }
                .joined(separator: ", ")
        }
    }

    /// A place along the horizontal axis that something is said of, as an upright line in every
    /// panel.
    public struct Mark: Sendable {
        /// The place along the horizontal axis.
        public var x: Double
        /// What is said of it.
        public var label: String

        /// A mark at a place.
        public init(x: Double, label: String) {
            self.x = x
            self.label = label
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// The panels, filling row after row.
    public var panels: [Panel]
    /// What the horizontal axis counts; empty for nothing said.
    public var horizontalTitle: String
    /// The horizontal axis of all panels.
    public var horizontalScale: Scale
    /// How many panels stand beside each other.
    public var columns: Int
    /// Upright lines in all panels; those outside the measurements are left out.
    public var marks: [Mark] = []
    /// Names of series whose places in this list choose their colours, so that several charts give a
    /// name one colour; other names follow in the order of their appearance.
    public var colorOrder: [String] = []

    /// A chart of panels over one horizontal axis.
    public init(
        title: String = "", panels: [Panel], horizontalTitle: String = "",
        horizontalScale: Scale = .linear, columns: Int = 2
    ) {
        precondition(columns > 0, "CurveChart: \(columns) columns of panels are too few")
        self.title = title
        self.panels = panels
        self.horizontalTitle = horizontalTitle
        self.horizontalScale = horizontalScale
        self.columns = columns
    }

    /// The names in the legend, by first appearance: of the series of which something can be seen.
    var seriesNames: [String] {
        var names: [String] = []
        for panel in panels {
            for series in panel.series where !series.name.isEmpty {
                let isSeen = series.points.contains { shows($0, in: panel) }
                if isSeen, !names.contains(series.name) { names.append(series.name) }
            }
        }
        return names
    }

    private func shows(_ point: Point, in panel: Panel) -> Bool {
        PlotAxis.canShow(point.x, on: horizontalScale)
            && point.y.map { PlotAxis.canShow($0, on: panel.scale) } ?? false
    }

    /// The names whose places choose the colours.
    var coloredNames: [String] { colorOrder + seriesNames.filter { !colorOrder.contains($0) } }
}
