import Basics
import Text

/// The codes of a content as a tree, and where in the content's line they are.
struct InlineTree: Sendable {
    /// A pair of codes, or one that stands alone; the first node is the content itself.
    struct Node: Sendable {
        /// The element that begins it; nil for the content.
        let begin: Int?
        /// The element that ends it; nil for what stands alone, and for the content.
        let end: Int?
        /// The node that it is in.
        let parent: Int
        /// How many nodes it is in.
        let depth: Int
        /// The nodes in it, in order.
        fileprivate(set) var children: [Int] = []
        /// The places of the Unicode scalars in the line that it is around.
        fileprivate(set) var places: Range<Int>
        /// The last node in it; itself if there is none.
        fileprivate(set) var last: Int
    }

    /// A node comes before those in it.
    private(set) var nodes: [Node]
    /// The text of the content, in which a space stands for codes that separate words.
    private(set) var line = ""
    /// The innermost pair around every Unicode scalar of the line.
    private(set) var owners: [Int] = []
    /// The places of the spaces that the content does not have.
    private(set) var addedSpaces: Set<Int> = []

    private var endsInSpace = true

    /// The tree of a content. A code whose other half is missing stands alone.
    init(_ content: InlineContent) {
        nodes = [Node(begin: nil, end: nil, parent: 0, depth: 0, places: 0..<0, last: 0)]
        let pairs = Self.pairs(in: content)
        let ends = Set(pairs.values)
        var current = 0
        var wantsSpace = false
        for (element, part) in content.elements.enumerated() {
            switch part {
            case .text(let text):
                append(text, in: current, afterSpace: wantsSpace)
                if !text.isEmpty { wantsSpace = false }
            case .code(let code):
                if code.separatesWords { wantsSpace = true }
                if ends.contains(element) {
                    close(current)
                    current = nodes[current].parent
                } else {
                    let node = open(element, pairs[element], in: current)
                    if pairs[element] != nil { current = node }
                }
            }
        }
        close(0)
    }

    /// The end of every code that has one, by elements.
    private static func pairs(in content: InlineContent) -> [Int: Int] {
        var pairs: [Int: Int] = [:]
        var open: [(id: Int, element: Int)] = []
        for (element, part) in content.elements.enumerated() {
            guard case .code(let code) = part else { continue }
            switch code.role {
            case .begin: open.append((code.id, element))
            case .end:
                guard let place = open.lastIndex(where: { $0.id == code.id }) else { continue }
                pairs[open[place].element] = element
                open.removeSubrange(place...)
            case .alone: break
            }
        }
        return pairs
    }

    private mutating func append(_ text: String, in node: Int, afterSpace: Bool) {
        let isSpaced = text.unicodeScalars.first?.properties.isWhitespace ?? true
        if afterSpace, !endsInSpace, !isSpaced {
            line += " "
            addedSpaces.insert(owners.count)
            owners.append(node)
        }
        line += text
        owners += repeatElement(node, count: text.unicodeScalars.count)
        if let last = text.unicodeScalars.last { endsInSpace = last.properties.isWhitespace }
    }

    private mutating func open(_ element: Int, _ end: Int?, in parent: Int) -> Int {
        let node = nodes.count
        nodes[parent].children.append(node)
        nodes.append(
            Node(
                begin: element, end: end, parent: parent, depth: nodes[parent].depth + 1,
                places: owners.count..<owners.count, last: node))
        return node
    }

    private mutating func close(_ node: Int) {
        nodes[node].places = nodes[node].places.lowerBound..<owners.count
        nodes[node].last = nodes.count - 1
    }
}

extension InlineTree {
    /// Whether a node is a pair.
    func isPair(_ node: Int) -> Bool { nodes[node].end != nil }

    /// Whether a node, or one in it, stands alone.
    func isSeen(_ node: Int) -> Bool {
        nodes[node...nodes[node].last].contains { $0.begin != nil && $0.end == nil }
    }

    /// Whether a code stands between letters and digits that nothing else parts.
    var partsDigits: Bool {
        let scalars = Array(line.unicodeScalars)
        func parts(_ place: Int) -> Bool {
            guard place > 0, place < scalars.count, scalars[place - 1].isOfWord,
                scalars[place].isOfWord
            else { return false }
            return scalars[place - 1].isDigit != scalars[place].isDigit
        }
        return nodes.contains { parts($0.places.lowerBound) || parts($0.places.upperBound) }
    }

    /// Whether a node is in another, or the same.
    func isNode(_ node: Int, in other: Int) -> Bool {
        node >= other && node <= nodes[other].last
    }

    /// The node among those in a pair that another is in; nil if the other is not so deep.
    func child(of pair: Int, around node: Int) -> Int? {
        guard node > pair, node <= nodes[pair].last else { return nil }
        let children = nodes[pair].children
        return children[children.partitioningIndex { $0 > node } - 1]
    }

    /// The innermost pair around two nodes.
    func common(_ one: Int, _ other: Int) -> Int {
        var (one, other) = (one, other)
        while !isNode(other, in: one) { one = nodes[one].parent }
        while !isNode(one, in: other) { other = nodes[other].parent }
        return one
    }

    /// The innermost pair around any of some Unicode scalars of the line.
    func innermostOwner(of places: Range<Int>) -> Int {
        owners[places].max { nodes[$0].depth < nodes[$1].depth } ?? 0
    }

    /// The innermost pair that is around all of some units of the line.
    func commonOwner(of units: [TextUnit]) -> Int {
        let all = units.flatMap { [$0.places.lowerBound, $0.places.upperBound - 1] }
        guard let first = all.first else { return 0 }
        return all.dropFirst().reduce(owners[first]) { common($0, owners[$1]) }
    }
}
