/// Matrices with the same rows side by side, such as the steps of a computation: every row is one
/// thing on its way from left to right.
///
/// Every block has a colour scale of its own, since steps differ in size. Cells without a value
/// stay empty.
public struct MatrixStrip: Sendable {
    /// One matrix.
    public struct Block: Sendable {
        /// The heading: what the step is.
        public var title: String
        /// Its formula or shape, below the heading; empty for none.
        public var note: String
        /// The matrix, `[rows][columns]`; what is not finite has no value.
        public let values: [[Float]]
        /// The decimals of the numbers that are written in the cells; nil for colours alone.
        public var decimals: Int?
        /// Values to colours.
        let scale: ColorScale

        /// A matrix.
        ///
        /// - Parameters:
        ///   - title: The heading: what the step is.
        ///   - note: Its formula or shape, below the heading; empty for none.
        ///   - values: `[rows][columns]`; what is not finite has no value.
        ///   - range: The values at the ends of the colour ramp; by default from zero to the
        ///     largest, or symmetric where some are negative.
        ///   - decimals: The decimals of the numbers that are written in the cells; nil for colours
        ///     alone.
        public init(
            title: String, note: String = "", values: [[Float]],
            range: ClosedRange<Float>? = nil, decimals: Int? = nil
        ) {
            let columns = values.first?.count ?? 0
            precondition(
                values.allSatisfy { $0.count == columns },
                "MatrixStrip: \"\(title)\" has rows of \(values.map(\.count)) values")
            self.title = title
            self.note = note
            self.values = values
            self.decimals = decimals
            scale = range.map { ColorScale($0) } ?? ColorScale(fitting: values.flatMap { $0 })
        }

        var columnCount: Int { values.first?.count ?? 0 }

        /// What a cell says; empty where it has no value, or no number is written.
        func text(_ value: Float) -> String {
            guard value.isFinite, let decimals else { return "" }
            return NumberText.fixed(Double(value), decimals: decimals)
        }

        /// The values at the ends of the colours, where no numbers are written.
        var rangeText: String {
            guard decimals == nil else { return "" }
            return [scale.range.lowerBound, scale.range.upperBound]
                .map { NumberText.short(Double($0)) }.joined(separator: " … ")
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// The labels of the rows in groups, top to bottom; there is a space between groups.
    public let rowLabels: [[String]]
    /// The blocks, left to right.
    public let blocks: [Block]

    /// A strip of blocks that have the same rows.
    public init(title: String = "", rowLabels: [[String]], blocks: [Block]) {
        let count = rowLabels.reduce(0) { $0 + $1.count }
        precondition(
            blocks.allSatisfy { $0.values.count == count },
            "MatrixStrip: blocks of \(blocks.map(\.values.count)) rows for \(count) labels")
        self.title = title
        self.rowLabels = rowLabels
        self.blocks = blocks
    }

    static func shortened(_ label: String) -> String {
        TextWidth.clipped(label, toColumns: 24)
    }
}
