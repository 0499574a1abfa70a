/// Amounts by category as bars from zero, in panels beside each other: what every word of a
/// sentence contributes, say, or what every layer adds.
///
/// The categories stand one below the other, so that words need not be turned; a bar to the right
/// is an amount above zero, one to the left below.
public struct BarPanels: Sendable {
    /// A bar for every category.
    public struct Series: Sendable {
        /// What the legend says; an empty name is left out of it.
        public var name: String
        /// One value a category; nil, or one that no axis shows, has no bar.
        public var values: [Double?]

        /// A series of values, one a category.
        public init(name: String = "", values: [Double?]) {
            self.name = name
            self.values = values
        }
    }

    /// One axis and the bars along it.
    public struct Panel: Sendable {
        /// The heading: what is measured.
        public var title: String
        /// The unit of the values, beside the heading; empty for none.
        public var unit: String
        /// The bars, the first series uppermost in every category.
        public var series: [Series]

        /// A panel of some series.
        public init(title: String, unit: String = "", series: [Series]) {
            self.title = title
            self.unit = unit
            self.series = series
        }
    }

    /// What the two signs mean.
    public struct Signs: Sendable {
        /// What a bar to the left says.
        public var negative: String
        /// What a bar to the right says.
        public var positive: String

        /// The meaning of both.
        public init(negative: String, positive: String) {
            self.negative = negative
            self.positive = positive
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// What the categories are; empty for nothing said.
    public var categoryTitle: String
    /// The categories, top to bottom.
    public let categories: [String]
    /// The panels, filling row after row, each with an axis of its own.
    public let panels: [Panel]
    /// How many panels stand beside each other.
    public var columns: Int
    /// What the signs mean: bars are coloured by them then, and not by their series.
    public var signs: Signs?

    /// A chart of panels over common categories.
    public init(
        title: String = "", categories: [String], panels: [Panel], categoryTitle: String = "",
        columns: Int = 2, signs: Signs? = nil
    ) {
        precondition(columns > 0, "BarPanels: \(columns) columns of panels are too few")
        precondition(
            panels.allSatisfy { $0.series.allSatisfy { $0.values.count == categories.count } },
            "BarPanels: a series without a value for each of \(categories.count) categories")
        self.title = title
        self.categories = categories
        self.panels = panels
        self.categoryTitle = categoryTitle
        self.columns = columns
        self.signs = signs
    }

    /// The names in the legend, by first appearance.
    var seriesNames: [String] {
        var names: [String] = []
        for name in panels.flatMap(\.series).map(\.name)
        where !name.isEmpty && !names.contains(name) { names.append(name) }
        return names
    }

    /// The axis of a panel: it begins or ends at zero, or has zero in it.
    static func axis(of panel: Panel) -> PlotAxis {
        let values = panel.series.flatMap(\.values).compactMap { $0 }
        return PlotAxis(showing: [0] + values, scale: .linear, atMost: 4, isWidened: true)
    }

    /// A value that has a bar.
    static func shown(_ value: Double?) -> Double? {
        value.flatMap { PlotAxis.canShow($0, on: .linear) ? $0 : nil }
    }

    /// A category as the chart has it: cut where it is long.
    static func shortened(_ category: String) -> String {
        TextWidth.clipped(category, toColumns: 24)
    }

    /// The colour of a sign's bars.
    static func signColor(isNegative: Bool, on paper: ColorRamp.Paper) -> Color {
        ColorRamp.diverging.color(level: isNegative ? 4 : ColorRamp.levelCount - 5, on: paper)
    }
}
