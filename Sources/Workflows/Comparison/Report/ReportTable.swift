import Figures

/// A table of results: a row for every contender, its name first, and a column for every quantity.
public struct ReportTable: Sendable {
    /// Which end of a column is the better one.
    enum Order {
        case higher, lower
    }

    /// A number and how it is written.
    struct Cell {
        let value: Double?
        let text: String

        /// - Parameter format: Writes the value; a missing one is a dash.
        init(_ value: Double?, _ format: (Double) -> String = NumberText.short) {
            self.value = value
            text = value.map(format) ?? "–"
        }

        /// A cell that is not compared with others.
        init(note: String) {
            value = nil
            text = note
        }
    }

    /// What the columns are; the first is of names.
    public let header: [String]
    /// Names, and their numbers as text.
    public let rows: [[String]]
    /// For every row, whether each of its cells is the best of its column.
    let isBest: [[Bool]]

    /// A table of columns of numbers.
    ///
    /// - Parameters:
    ///   - title: What the names are.
    ///   - columns: What each column is, which end of it is the better one, if any, and a cell for
    ///     every name.
    init(
        _ title: String, names: [String],
        columns: [(title: String, order: Order?, cells: [Cell])]
    ) {
        header = [title] + columns.map(\.title)
        rows = names.indices.map { row in [names[row]] + columns.map { $0.cells[row].text } }
        let best = columns.map { Self.best($0.cells, $0.order) }
        isBest = names.indices.map { row in
            [false] + columns.indices.map { columns[$0].cells[row].text == best[$0] }
        }
    }

    /// What the best cell says, where one is better than others. Cells that say the same are equal.
    private static func best(_ cells: [Cell], _ order: Order?) -> String? {
        let present = cells.filter { $0.value != nil }
        guard let order, Set(present.map(\.text)).count > 1 else { return nil }
        let sorted = present.sorted { ($0.value ?? 0) < ($1.value ?? 0) }
        return order == .higher ? sorted.last?.text : sorted.first?.text
    }

    /// The table in characters: names to the left, numbers to the right.
    public var text: String {
        let lines = [header] + rows
        let widths = header.indices.map { column in
            lines.map { TextWidth.columns($0[column]) }.max() ?? 0
        }
        return lines.map { line in
            let cells = line.indices.map { column in
                TextWidth.fitted(
                    line[column], toColumns: widths[column], alignedRight: column > 0)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
