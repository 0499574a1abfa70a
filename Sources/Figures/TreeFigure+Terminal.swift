extension TreeFigure {
    /// The tree in characters, indented by step; where it becomes too deep for the width, it goes
    /// on in further trees below.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; at least 40 are used.
    ///   - colors: what the terminal can show.
    /// - Returns: lines that end in `\n`.
    public func terminal(width: Int, colors: TerminalColors) -> String {
        let width = max(width, 40)
        let headings = [title, caption].flatMap { TextWidth.wrapped($0, toColumns: width) }
        var text = TreeText(self, width: width, colors: colors)
        let tree = text.lines()
        let legend =
            TextWidth.wrapped(text.legend, separator: "   ", toColumns: width)
            + TextWidth.wrapped(text.note, toColumns: width)
        return [headings, tree, legend].filter { !$0.isEmpty }
            .map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }
}

/// A tree as lines of characters.
private struct TreeText {
    /// The columns that a node's label and note have at least.
    private static let leastRoom = 24
    /// What an outlined node's line begins with.
    private static let outlineMark = "◆"

    private let figure: TreeFigure
    private let tree: ShownTree
    private let width: Int
    private let colors: TerminalColors
    /// The columns before the tree that show what is outlined.
    private let gutter: Int
    /// How many steps a tree may have below its first line.
    private let deepest: Int
    /// The nodes that go on below, in order: the place of one is its number less one.
    private var continued: [Int] = []
    private var output: [String] = []

    init(_ figure: TreeFigure, width: Int, colors: TerminalColors) {
        self.figure = figure
        self.width = width
        self.colors = colors
        tree = ShownTree(figure)
        gutter = tree.places.contains { figure.nodes[$0].isOutlined } ? 2 : 0
        deepest = max(2, (width - gutter - Self.leastRoom) / 2)
    }

    /// All trees.
    mutating func lines() -> [String] {
        guard !figure.nodes.isEmpty else { return [] }
        write(0, lead: "", indent: "", depth: 0)
        var number = 0
        while number < continued.count {
            let place = continued[number]
            number += 1
            output.append("")
            write(place, lead: "[\(number)] ", indent: "", depth: 0)
        }
        return output
    }

    /// Writes a node and what follows it.
    ///
    /// - Parameters:
    ///   - lead: What stands before it.
    ///   - indent: What stands before its children.
    ///   - depth: How deep in its tree it is.
    private mutating func write(_ place: Int, lead: String, indent: String, depth: Int) {
        output.append(line(place, lead: lead))
        let children = tree.shownChildren(of: place)
        if depth == deepest, !children.isEmpty {
            continued.append(place)
            output.append(plain(indent + "└─ goes on at [\(continued.count)]"))
            return
        }
        let hidden = tree.children[place].count - children.count
        for (index, child) in children.enumerated() {
            let isLast = index == children.count - 1 && hidden == 0
            write(
                child, lead: indent + (isLast ? "└─" : "├─"),
                indent: indent + (isLast ? "  " : "│ "), depth: depth + 1)
        }
        if hidden > 0 { output.append(plain(indent + "└─ +\(hidden)")) }
    }

    private func plain(_ text: String) -> String {
        String(repeating: " ", count: gutter) + TextWidth.clipped(text, toColumns: width - gutter)
    }

    private func line(_ place: Int, lead: String) -> String {
        let node = figure.nodes[place]
        let mark = gutter == 0 ? "" : node.isOutlined ? Self.outlineMark + " " : "  "
        let room = width - gutter - TextWidth.columns(lead)
        let name = TextWidth.clipped("\(node.state.marker) \(node.label)", toColumns: room)
        let rest = room - TextWidth.columns(name) - 2
        let note =
            node.note.isEmpty || rest < 4
            ? "" : "  " + TextWidth.clipped(node.note, toColumns: rest)
        return colored(mark, TreeFigure.outlineIndex) + lead
            + colored(name, node.state.seriesIndex) + note
    }

    private func colored(_ text: String, _ series: Int?) -> String {
        guard let series, colors != .none, text.contains(where: { $0 != " " }) else { return text }
        return colors.foreground(FigureStyle.seriesColor(series, on: .dark)) + text + colors.reset
    }

    /// What the marks are.
    var legend: [String] {
        let states = figure.states(of: tree.places).map {
            "\($0.marker) \(figure.title(of: $0))"
        }
        let outline = gutter == 0 ? [] : ["\(Self.outlineMark) \(figure.outlineTitle)"]
        return states + outline
    }

    /// What is not shown.
    var note: String { tree.note }
}

extension TreeFigure.State {
    /// What stands before a node's label.
    fileprivate var marker: String {
        switch self {
        case .kept: "●"
        case .pruned: "×"
        case .finished: "■"
        case .open: "○"
        }
    }
}

extension TextWidth {
    /// `text` in lines of at most `columns` columns, broken at spaces.
    fileprivate static func wrapped(_ text: String, toColumns columns: Int) -> [String] {
        wrapped(text.split(separator: " ").map(String.init), separator: " ", toColumns: columns)
    }

    /// Words in lines of at most `columns` columns; a longer one is clipped.
    fileprivate static func wrapped(
        _ words: [String], separator: String, toColumns columns: Int
    ) -> [String] {
        var lines: [String] = []
        for word in words {
            let word = clipped(word, toColumns: columns)
            let joined = lines.last.map { $0 + separator + word } ?? word
            if !lines.isEmpty, self.columns(joined) <= columns {
                lines[lines.count - 1] = joined
            } else {
                lines.append(word)
            }
        }
        return lines
    }
}
