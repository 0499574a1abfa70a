/// Points over two axes, with labels where there is room for them.
public struct ScatterPlot: Sendable {
    /// A point.
    public struct Point: Sendable, Hashable {
        /// The place along the horizontal axis.
        public var x: Double
        /// The place along the vertical axis.
        public var y: Double
        /// What stands beside it; empty for nothing.
        public var label: String

        /// A point at a place.
        public init(x: Double, y: Double, label: String = "") {
            self.x = x
            self.y = y
            self.label = label
        }

        /// Whether an axis has a place for it.
        var canBeShown: Bool {
            PlotAxis.canShow(x, on: .linear) && PlotAxis.canShow(y, on: .linear)
        }
    }

    /// Points of one kind, which have one colour.
    public struct Series: Sendable {
        /// What the legend says; an empty name is left out of it.
        public var name: String
        /// The points. Where there is no room for all labels, those of the first are drawn.
        public var points: [Point]

        /// A series of points. Those that are not finite or beyond ±10¹⁰⁰ are left out.
        public init(name: String = "", points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// What the horizontal axis says; empty for nothing.
    public var horizontalTitle: String
    /// What the vertical axis says; empty for nothing.
    public var verticalTitle: String
    /// The points, the last series drawn on top. Its labels are placed first.
    public var series: [Series]
    /// Whether a step is as long on both axes, so that distances in the picture are distances of
    /// the points.
    public var hasEqualUnits = false

    /// A plot of some series.
    public init(
        title: String = "", horizontalTitle: String = "", verticalTitle: String = "",
        series: [Series]
    ) {
        self.title = title
        self.horizontalTitle = horizontalTitle
        self.verticalTitle = verticalTitle
        self.series = series
    }

    /// The points that have a place, series by series.
    var shown: [[Point]] { series.map { $0.points.filter(\.canBeShown) } }
}

/// The two axes of a plot and its size.
struct ScatterFrame {
    let horizontal: PlotAxis
    let vertical: PlotAxis
    /// In the unit of the largest size.
    let width: Double
    /// In the unit of the largest size.
    let height: Double

    /// - Parameters:
    ///   - largest: The size of the plot; with equal units, what it has to fit into.
    ///   - smallest: The least of both sides.
    init(
        _ plot: ScatterPlot, largest: (width: Double, height: Double), smallest: Double
    ) {
        let points = plot.shown.joined()
        let horizontal = Self.axis(points.map(\.x))
        let vertical = Self.axis(points.map(\.y))
        guard plot.hasEqualUnits else {
            self.init(horizontal, vertical, width: largest.width, height: largest.height)
            return
        }
        // A flat cloud gets more room on its shorter axis, and not another unit.
        let unit = min(largest.width / horizontal.span, largest.height / vertical.span)
        let least = smallest / unit
        self.init(
            Self.axis(points.map(\.x), spanning: least),
            Self.axis(points.map(\.y), spanning: least),
            fitting: largest)
    }

    private init(
        _ horizontal: PlotAxis, _ vertical: PlotAxis,
        fitting largest: (width: Double, height: Double)
    ) {
        let unit = min(largest.width / horizontal.span, largest.height / vertical.span)
        self.init(
            horizontal, vertical, width: horizontal.span * unit, height: vertical.span * unit)
    }

    private init(_ horizontal: PlotAxis, _ vertical: PlotAxis, width: Double, height: Double) {
        self.horizontal = horizontal
        self.vertical = vertical
        self.width = width
        self.height = height
    }

    private static func axis(_ values: [Double], spanning least: Double = 0) -> PlotAxis {
        let (lowest, highest) = (values.min() ?? 0, values.max() ?? 1)
        let missing = max(0, least - (highest - lowest)) / 2
        return PlotAxis(
            showing: [lowest - missing, highest + missing], scale: .linear, atMost: 6,
            isWidened: true)
    }

    /// The place of a point, from the upper left corner.
    func place(of point: ScatterPlot.Point) -> (x: Double, y: Double) {
        (
            horizontal.fraction(of: point.x) * width,
            (1 - vertical.fraction(of: point.y)) * height
        )
    }
}

extension PlotAxis {
    fileprivate var span: Double { range.upperBound - range.lowerBound }
}
