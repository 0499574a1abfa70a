import Basics

/// Puts codes into the gaps between the units of a text, and the white space of each gap where it belongs
/// among them.
///
/// The white space of a gap is outside of pairs. Where the content has some beside a code that stands
/// alone, there is some, too, if a word is there: that is all the text that is added. What stands for a
/// code that separates words, which the content has no space at, is left out.
struct InlineWriter {
    /// A code in a gap.
    private struct Code {
        /// Around units of the text, or around none.
        enum Kind: Equatable {
            case opens, closes
            /// Around none: on which sides of it there may have to be white space.
            case stands(before: Bool, after: Bool)
        }

        let element: Int
        let kind: Kind
        /// Whether it is around none, and a reader may see it or what is in it.
        let isSeen: Bool
        /// Whether it sticks to what is before it, to what is behind, or to neither more.
        let glue: InlineTree.Glue
    }

    private let content: InlineContent
    private let tree: InlineTree
    private let links: InlineLinks
    private let text: [Unicode.Scalar]
    private var gaps: [[Code]]
    private var written = InlineContent()

    /// - Parameters:
    ///   - spans: The units that pairs are around.
    ///   - points: The gaps of what is around none.
    init(
        _ content: InlineContent, _ text: String, _ tree: InlineTree, _ links: InlineLinks,
        spans: [Range<Int>?], points: [Int?]
    ) {
        self.content = content
        self.tree = tree
        self.links = links
        self.text = Array(text.unicodeScalars)
        gaps = Array(repeating: [], count: links.targets.count + 1)
        arrange(spans, points)
    }

    /// The text with all codes.
    mutating func translation() -> InlineContent {
        for gap in gaps.indices { write(gap) }
        return written
    }

    // MARK: Order

    /// Fills the gaps, node by node, without recursion: a document may nest as deep as it likes.
    private mutating func arrange(_ spans: [Range<Int>?], _ points: [Int?]) {
        var work: [(node: Int, gap: Int, isEnd: Bool)] = [(0, 0, false)]
        while let (node, gap, isEnd) = work.popLast() {
            let isAround = spans[node] != nil
            if isEnd {
                append(
                    tree.nodes[node].end,
                    isAround ? .closes : .stands(before: false, after: true), node, gap)
                continue
            }
            append(
                tree.nodes[node].begin,
                isAround ? .opens : .stands(before: true, after: !tree.isPair(node)), node, gap)
            work.append((node, spans[node]?.upperBound ?? gap, true))
            // Of codes in one gap those come first that are around nothing, and they in their order.
            let children = tree.nodes[node].children.map { child in
                (child: child, gap: spans[child]?.lowerBound ?? points[child] ?? gap)
            }.sorted {
                ($0.gap, spans[$0.child] == nil ? 0 : 1, $0.child)
                    < ($1.gap, spans[$1.child] == nil ? 0 : 1, $1.child)
            }
            work += children.reversed().map { ($0.child, $0.gap, false) }
        }
    }

    private mutating func append(_ element: Int?, _ kind: Code.Kind, _ node: Int, _ gap: Int) {
        guard let element else { return }
        let glue: InlineTree.Glue =
            switch kind {
            case .opens: .after
            case .closes: .before
            case .stands: glue(of: node)
            }
        let isAround = kind == .opens || kind == .closes
        gaps[gap].append(
            Code(
                element: element, kind: kind, isSeen: !isAround && tree.isSeen(node), glue: glue))
    }

    private func glue(of node: Int) -> InlineTree.Glue {
        let places = tree.nodes[node].places
        let (before, after) = links.sources.neighbors(of: places)
        guard before >= 0, after < links.sources.count else { return .neither }
        return tree.glue(of: places, between: links.sources[before], links.sources[after])
    }

    // MARK: White space

    private mutating func write(_ gap: Int) {
        let start = gap == 0 ? 0 : links.targets[gap - 1].places.upperBound
        let unit = gap < links.targets.count ? links.targets[gap].places : nil
        let space = text[start..<(unit?.lowerBound ?? text.count)]
        let spaces = spaces(space, in: gap)
        for (slot, space) in spaces.enumerated() {
            write(space)
            if slot < gaps[gap].count {
                written.elements.append(content.elements[gaps[gap][slot].element])
            }
        }
        if let unit { write(text[unit]) }
    }

    private mutating func write(_ scalars: some Collection<Unicode.Scalar>) {
        written.elements.append(text: String(scalars))
    }

    /// The white space before every code of a gap, and after the last.
    private func spaces(
        _ space: ArraySlice<Unicode.Scalar>, in gap: Int
    ) -> [[Unicode.Scalar]] {
        let codes = gaps[gap]
        var spaces = [[Unicode.Scalar]](repeating: [], count: codes.count + 1)
        var rest = space
        var wanted: Int?
        for slot in spaces.indices {
            let isNeeded = needsSpace(slot, in: gap)
            guard isNeeded || welcomesSpace(slot, codes) else { continue }
            wanted = slot
            if let scalar = rest.popFirst() {
                spaces[slot] = [scalar]
            } else if isNeeded, isBetweenWords(slot, in: gap) {
                spaces[slot] = [" "]
            }
        }
        if wanted == nil, space.count == 1, codes.contains(where: { separatesWords($0.element) }) {
            return [[Unicode.Scalar]](repeating: [], count: codes.count + 1)
        }
        spaces[wanted ?? usualSlot(codes)] += rest
        return spaces
    }

    /// Whether white space has to be between two codes of a gap: the content has some beside one that
    /// somebody sees, and there is text on that side.
    private func needsSpace(_ slot: Int, in gap: Int) -> Bool {
        let codes = gaps[gap]
        if slot > 0, gap < links.targets.count, isSpacedBehind(codes[slot - 1]),
            codes[slot - 1].isSeen
        {
            return true
        }
        return slot < codes.count && gap > 0 && codes[slot].isSeen && isSpacedBefore(codes[slot])
    }

    private func isSpacedBefore(_ code: Code) -> Bool {
        guard case .stands(before: true, _) = code.kind else { return false }
        return isSpaced(code.element, -1)
    }

    private func isSpacedBehind(_ code: Code) -> Bool {
        guard case .stands(_, after: true) = code.kind else { return false }
        return isSpaced(code.element, 1)
    }

    /// Whether white space is well placed between two codes of a gap: outside of all pairs, and beside a
    /// code that has some there in the content.
    private func welcomesSpace(_ slot: Int, _ codes: [Code]) -> Bool {
        if codes[..<slot].contains(where: { $0.kind == .opens }) { return false }
        if codes[slot...].contains(where: { $0.kind == .closes }) { return false }
        if slot > 0 {
            let code = codes[slot - 1]
            if code.kind == .closes, isSpaced(code.element, 1, orAtEdge: true) { return true }
            if isSpacedBehind(code) { return true }
        }
        guard slot < codes.count else { return false }
        let code = codes[slot]
        return code.kind == .opens && isSpaced(code.element, -1, orAtEdge: true)
            || isSpacedBefore(code)
    }

    /// Whether the content has white space right beside an element.
    ///
    /// - Parameters:
    ///   - step: −1 for before it, 1 for behind.
    ///   - orAtEdge: What is answered where the content ends.
    private func isSpaced(_ element: Int, _ step: Int, orAtEdge: Bool = false) -> Bool {
        let place = element + step
        guard content.elements.indices.contains(place) else { return orAtEdge }
        guard case .text(let text) = content.elements[place] else { return false }
        let scalar = step < 0 ? text.unicodeScalars.last : text.unicodeScalars.first
        return scalar?.properties.isWhitespace ?? false
    }

    private func separatesWords(_ element: Int) -> Bool {
        if case .code(let code) = content.elements[element] { code.separatesWords } else { false }
    }

    /// Whether a space may be added: between words of scripts that have spaces.
    private func isBetweenWords(_ slot: Int, in gap: Int) -> Bool {
        if slot == 0, gap > 0 {
            let unit = links.targets[gap - 1]
            return unit.kind == .word || unit.kind == .mark && !unit.first.opensBracket
        }
        if slot == gaps[gap].count, gap < links.targets.count {
            let unit = links.targets[gap]
            return unit.kind == .word || unit.kind == .mark && unit.first.opensBracket
        }
        return true
    }

    /// Where white space goes that no code asks for: behind what ends or sticks to the word before, and
    /// before what begins or sticks to the word behind.
    private func usualSlot(_ codes: [Code]) -> Int {
        var fit = codes.count { $0.glue == .after }
        var best = (fit: fit, slot: 0)
        for (place, code) in codes.enumerated() {
            if code.glue == .after { fit -= 1 }
            if code.glue == .before { fit += 1 }
            if fit >= best.fit { best = (fit, place + 1) }
        }
        return best.slot
    }
}
