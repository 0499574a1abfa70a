/// A tree that grows step by step, such as the hypotheses of a beam search: steps across, what each
/// step made down, and a line from everything to what it follows.
///
/// How likely something is decides the width of its line. What became of it is told by line style
/// and marker, and by colour only in addition.
public struct TreeFigure: Sendable {
    /// What became of a node.
    public enum State: String, Sendable, CaseIterable {
        /// It went on: a disc, a solid line.
        case kept
        /// It was left: a cross, a dashed line.
        case pruned
        /// It has ended: a square, a solid line.
        case finished
        /// It might have gone on: a circle, a dotted line.
        case open
    }

    /// A node.
    public struct Node: Sendable {
        /// The place of the node that it follows; nil for the root.
        public let parent: Int?
        /// What is written beside it.
        public let label: String
        /// What a terminal says after the label; empty for nothing.
        public let note: String
        /// What is said of it under the pointer; it may have several lines.
        public let tooltip: String
        /// The width of the line to it, from 0 to 1.
        public let weight: Double
        /// What became of it.
        public let state: State
        /// Whether it lies on the path that is outlined.
        public let isOutlined: Bool
        /// Whether it is shown wherever its step is, even where others are not.
        public let isAlwaysShown: Bool

        /// A node of its parts.
        public init(
            parent: Int?, label: String, note: String = "", tooltip: String = "", weight: Double,
            state: State, isOutlined: Bool = false, isAlwaysShown: Bool = false
        ) {
            self.parent = parent
            self.label = label
            self.note = note
            self.tooltip = tooltip
            self.weight = weight.isFinite ? min(max(weight, 0), 1) : 0
            self.state = state
            self.isOutlined = isOutlined
            self.isAlwaysShown = isAlwaysShown
        }
    }

    /// How much of a tree is shown; a mark says what is not.
    public struct Limits: Sendable, Equatable {
        /// The most steps after the root.
        public var steps: Int
        /// The most nodes of a step, but for those that are always shown.
        public var nodes: Int

        /// At most so many steps and nodes of each.
        public init(steps: Int = 40, nodes: Int = 12) {
            self.steps = steps
            self.nodes = nodes
        }
    }

    /// The heading; empty for none.
    public var title: String
    /// A sentence under the heading; empty for none.
    public var caption: String
    /// What a step is; empty for nothing said.
    public var stepTitle: String
    /// By what the nodes of a step are ordered, from top to bottom; empty for nothing said.
    public var orderTitle: String
    /// What the widths of lines are; empty for nothing said.
    public var weightTitle: String
    /// What is outlined.
    public var outlineTitle: String
    /// What the states are called.
    public var stateTitles: [State: String]
    /// How much is shown.
    public var limits: Limits
    /// The nodes, the root first, each after the one that it follows; those of a step in the order
    /// in which they stand below each other.
    public let nodes: [Node]

    /// A picture of a tree.
    ///
    /// - Parameters:
    ///   - title: The heading; empty for none.
    ///   - caption: A sentence under it; empty for none.
    ///   - nodes: The nodes, the root first, each after the one that it follows.
    ///   - stepTitle: What a step is; empty for nothing said.
    ///   - orderTitle: By what the nodes of a step are ordered; empty for nothing said.
    ///   - weightTitle: What the widths of lines are; empty for nothing said.
    ///   - outlineTitle: What is outlined.
    ///   - stateTitles: What states are called that are not called by their names.
    ///   - limits: How much is shown.
    public init(
        title: String = "", caption: String = "", nodes: [Node], stepTitle: String = "step",
        orderTitle: String = "", weightTitle: String = "", outlineTitle: String = "outlined",
        stateTitles: [State: String] = [:], limits: Limits = .init()
    ) {
        precondition(
            nodes.enumerated().allSatisfy { place, node in
                node.parent.map { (0..<place).contains($0) } ?? (place == 0)
            }, "TreeFigure: a node comes before the one that it follows, or there are two roots")
        self.title = title
        self.caption = caption
        self.nodes = nodes
        self.stepTitle = stepTitle
        self.orderTitle = orderTitle
        self.weightTitle = weightTitle
        self.outlineTitle = outlineTitle
        self.stateTitles = stateTitles
        self.limits = limits
    }

    /// What a state is called.
    func title(of state: State) -> String { stateTitles[state] ?? state.rawValue }

    /// The states that there are among some nodes but the root.
    func states(of places: some Sequence<Int>) -> [State] {
        let there = Set(places.filter { $0 > 0 }.map { nodes[$0].state })
        return State.allCases.filter(there.contains)
    }
}

/// What of a tree is shown.
struct ShownTree {
    /// The places of the nodes that are shown, step by step, the root's first.
    let steps: [[Int]]
    /// How many nodes of each of these steps are not shown.
    let hidden: [Int]
    /// How many steps follow that are not shown.
    let furtherSteps: Int
    /// The children of every node.
    let children: [[Int]]
    private let isShown: [Bool]

    init(_ figure: TreeFigure) {
        let nodes = figure.nodes
        var depths: [Int] = []
        var children = [[Int]](repeating: [], count: nodes.count)
        for (place, node) in nodes.enumerated() {
            depths.append(node.parent.map { depths[$0] + 1 } ?? 0)
            if let parent = node.parent { children[parent].append(place) }
        }
        let all = Dictionary(grouping: nodes.indices) { depths[$0] }
        let count = min(all.count, max(0, figure.limits.steps) + 1)
        var isShown = [Bool](repeating: false, count: nodes.count)
        steps = (0..<count).map { step in
            let places = (all[step] ?? []).filter { nodes[$0].parent.map { isShown[$0] } ?? true }
            let shown = Self.shown(places, nodes, figure.limits)
            for place in shown { isShown[place] = true }
            return shown
        }
        hidden = steps.enumerated().map { step, shown in (all[step]?.count ?? 0) - shown.count }
        furtherSteps = all.count - count
        self.children = children
        self.isShown = isShown
    }

    /// Those of a step's nodes that are shown.
    private static func shown(
        _ places: [Int], _ nodes: [TreeFigure.Node], _ limits: TreeFigure.Limits
    ) -> [Int] {
        func isFixed(_ place: Int) -> Bool {
            nodes[place].isAlwaysShown || nodes[place].isOutlined
        }
        let room = max(0, limits.nodes - places.count(where: isFixed))
        let others = Set(places.filter { !isFixed($0) }.prefix(room))
        return places.filter { isFixed($0) || others.contains($0) }
    }

    /// The children of a node that are shown.
    func shownChildren(of place: Int) -> [Int] { children[place].filter { isShown[$0] } }

    /// All that is shown.
    var places: [Int] { steps.flatMap { $0 } }

    /// What is not shown, as a sentence; empty where everything is.
    var note: String {
        let nodes = hidden.reduce(0, +)
        let parts = [
            furtherSteps > 0
                ? "\(furtherSteps) further \(furtherSteps == 1 ? "step" : "steps")" : "",
            nodes > 0 ? "\(nodes) more of the steps above" : "",
        ].filter { !$0.isEmpty }
        return parts.isEmpty ? "" : "Not shown: " + parts.joined(separator: ", ") + "."
    }
}
