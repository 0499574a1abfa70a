/// A table of short texts on coloured cells, such as the tokens that every layer of a model would
/// say and how sure it is of them.
///
/// R rows, C columns, each as wide as its texts. A value that is not finite leaves its cell without
/// colour.
public struct TextGrid: Sendable {
    /// One cell.
    public struct Cell: Sendable, Equatable {
        /// What is written in it.
        public var text: String
        /// What its colour says.
        public var value: Float
        /// What its tooltip says beside labels, text and value; empty for nothing more.
        public var note: String

        /// A cell of its text and value.
        public init(_ text: String, value: Float, note: String = "") {
            self.text = text
            self.value = value
            self.note = note
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// What the rows are; empty for nothing said.
    public var rowTitle: String
    /// What the columns are; empty for nothing said.
    public var columnTitle: String
    /// What the values are, beside the legend; empty for nothing said.
    public var valueTitle: String
    /// One label a row, top to bottom.
    public let rowLabels: [String]
    /// One label a column, left to right.
    public let columnLabels: [String]
    /// The cells, `[R][C]`.
    public let cells: [[Cell]]
    /// Values to colours.
    let scale: ColorScale

    /// A table of cells.
    ///
    /// - Parameters:
    ///   - title: The heading; empty for none.
    ///   - rowLabels: One label a row, top to bottom.
    ///   - columnLabels: One label a column, left to right.
    ///   - cells: `[R][C]`.
    ///   - range: The values at the ends of the colour ramp; by default from zero to the largest.
    ///   - rowTitle: What the rows are; empty for nothing said.
    ///   - columnTitle: What the columns are; empty for nothing said.
    ///   - valueTitle: What the values are, beside the legend; empty for nothing said.
    public init(
        title: String = "", rowLabels: [String], columnLabels: [String], cells: [[Cell]],
        range: ClosedRange<Float>? = nil, rowTitle: String = "", columnTitle: String = "",
        valueTitle: String = ""
    ) {
        precondition(
            cells.count == rowLabels.count
                && cells.allSatisfy { $0.count == columnLabels.count },
            """
            TextGrid: rows of \(cells.map(\.count)) cells for \(rowLabels.count) rows × \
            \(columnLabels.count) columns
            """)
        self.title = title
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.cells = cells
        self.rowTitle = rowTitle
        self.columnTitle = columnTitle
        self.valueTitle = valueTitle
        scale =
            range.map { ColorScale($0) } ?? ColorScale(fitting: cells.flatMap { $0.map(\.value) })
    }

    /// A text as cells and labels have it: cut where it is long. Tooltips have all of it.
    static func shortened(_ text: String) -> String {
        TextWidth.clipped(text, toColumns: longestText)
    }

    private static let longestText = 14
}
