import Basics

/// Between which units of a translation the codes are that are around none of it: in gap n, the codes
/// stand before unit n.
///
/// A code that is glued to a word goes with that word. Any other stands where the fewest words are on the
/// wrong side of it, of several such places in the nearest to the word that goes with the one before it.
/// At the beginning and at the end of what it is in, it stays there.
struct InlinePoints {
    /// The gap of every node that has one: not of those in another that has one, which stay in it.
    private(set) var gaps: [Int?]

    private let tree: InlineTree
    private let links: InlineLinks
    /// The sentence of every unit of the line.
    private var sentences: [Int]

    init(_ tree: InlineTree, _ links: InlineLinks, _ spans: [Range<Int>?]) {
        self.tree = tree
        self.links = links
        gaps = Array(repeating: nil, count: tree.nodes.count)
        sentences = Array(repeating: 0, count: links.sources.count)
        for (number, sentence) in links.sentences.enumerated() {
            for unit in sentence.source { sentences[unit] = number }
        }
        for parent in tree.nodes.indices {
            guard let span = spans[parent] else { continue }
            let children = tree.nodes[parent].children
            let siblings = children.compactMap { child in
                spans[child].map { (node: child, span: $0) }
            }.sorted { $0.span.lowerBound < $1.span.lowerBound }
            for child in children where spans[child] == nil {
                let gap = gap(for: child, in: span, of: parent)
                gaps[child] = outside(siblings, gap, for: child)
            }
        }
    }

    /// A gap that is in none of some pairs: at the side of the pair that it is in where the node was.
    private func outside(
        _ siblings: [(node: Int, span: Range<Int>)], _ gap: Int, for node: Int
    ) -> Int {
        let next = siblings.partitioningIndex { $0.span.upperBound > gap }
        guard next < siblings.count, siblings[next].span.lowerBound < gap else { return gap }
        let sibling = siblings[next]
        return node < sibling.node ? sibling.span.lowerBound : sibling.span.upperBound
    }

    private func gap(for node: Int, in span: Range<Int>, of parent: Int) -> Int {
        let places = tree.nodes[node].places
        let own = links.sources.units(in: tree.nodes[parent].places)
        // Of a word that the code is in the middle of, one side is before it and one behind.
        let (before, after) = links.sources.neighbors(of: places)
        guard before >= own.lowerBound else { return span.lowerBound }
        guard after < own.upperBound else { return span.upperBound }
        let area = area(between: before, after).clamped(to: span.lowerBound...span.upperBound)
        let behind = links.targetsOfSources[before].map { $0.upperBound + 1 }
            .flatMap { area.contains($0) ? $0 : nil }
        let ahead = links.targetsOfSources[after].map(\.lowerBound)
            .flatMap { area.contains($0) ? $0 : nil }
        let glue = tree.glue(of: places, between: links.sources[before], links.sources[after])
        if glue == .before, let behind { return behind }
        if glue == .after, let ahead { return ahead }
        return leastCrossed(of: area, by: places, wanted: behind ?? ahead)
    }

    /// The gaps of the sentence that a code is in, or the one between two sentences.
    private func area(between before: Int, _ after: Int) -> ClosedRange<Int> {
        let first = links.sentences[sentences[before]].target
        let second = links.sentences[sentences[after]].target
        if sentences[before] == sentences[after] { return first.lowerBound...first.upperBound }
        return first.upperBound...max(first.upperBound, second.lowerBound)
    }

    private func leastCrossed(
        of area: ClosedRange<Int>, by places: Range<Int>, wanted: Int?
    ) -> Int {
        let wanted = wanted ?? proportional(places.lowerBound, in: area)
        // Whatever stands before the area is as it is; each word more on the left is right or wrong.
        var crossings = 0
        var best = (crossings: 0, distance: abs(area.lowerBound - wanted), gap: area.lowerBound)
        for gap in area.dropFirst() {
            if let link = links.links[gap - 1], links.targets[gap - 1].isWord {
                if link.source.lowerBound >= places.upperBound { crossings += 1 }
                if link.source.upperBound <= places.lowerBound { crossings -= 1 }
            }
            let distance = abs(gap - wanted)
            if (crossings, distance) < (best.crossings, best.distance) {
                best = (crossings, distance, gap)
            }
        }
        return best.gap
    }

    /// The gap that is as far in the area as a place is in its sentence.
    private func proportional(_ place: Int, in area: ClosedRange<Int>) -> Int {
        let unit = links.sources.partitioningIndex { $0.places.lowerBound >= place }
        guard let sentence = links.sentences.first(where: { $0.source.contains(unit) }) else {
            return area.upperBound
        }
        let share = Double(unit - sentence.source.lowerBound) / Double(sentence.source.count)
        return area.lowerBound + Int((share * Double(area.count - 1)).rounded())
    }
}

extension InlineTree {
    /// What codes stick to.
    enum Glue {
        /// The word before them, and white space is behind.
        case before
        /// The word behind them, and white space is before.
        case after
        /// Both, or neither.
        case neither
    }

    /// What the codes around some of the line stick to.
    ///
    /// - Parameters:
    ///   - places: What the codes are around.
    ///   - before: The unit before it.
    ///   - after: The unit behind it.
    func glue(of places: Range<Int>, between before: TextUnit, _ after: TextUnit) -> Glue {
        let isBefore = !hasSpace(before.places.upperBound, places.lowerBound)
        let isAfter = !hasSpace(places.upperBound, after.places.lowerBound)
        return isBefore == isAfter ? .neither : isBefore ? .before : .after
    }

    /// Whether the content has white space between two places of the line that no unit is between.
    private func hasSpace(_ start: Int, _ end: Int) -> Bool {
        start < end && !(end - start == 1 && addedSpaces.contains(start))
    }
}
