import Basics

/// Holds a document to what a parser can take in a time that grows with its length alone, as browsers
/// do: what is nested deeper than ``depth`` is made by machines that mean no good.
struct HTMLBounds {
    /// How deep elements may be nested; Chromium's limit.
    static let depth = 512
    /// How many attributes an element may have.
    static let attributes = 512

    private let isXML: Bool
    private var open: [String] = []
    /// How many of those that are open are drawings or formulas, where `<path/>` has no content.
    private var foreign = 0

    /// - Parameter isXML: Whether `<a/>` has no content.
    init(isXML: Bool) { self.isXML = isXML }

    /// Takes the next tag of the document.
    ///
    /// - Returns: What is wrong with it; nil if nothing.
    mutating func problem(with tag: HTMLTagScanner.Tag) -> String? {
        switch tag.kind {
        case .other: break
        case .end: close(tag.name)
        case .start:
            if tag.attributes > Self.attributes {
                return "an element has more than \(Self.attributes) attributes"
            }
            enter(tag)
            if open.count > Self.depth {
                return "elements are nested, or never closed, more than \(Self.depth) deep"
            }
        }
        return nil
    }

    private mutating func enter(_ tag: HTMLTagScanner.Tag) {
        if let implied = Self.impliedEnds[tag.name] { close(implied) }
        if HTMLElementKinds.voids.contains(tag.name) { return }
        if HTMLElementKinds.rawText.contains(tag.name) { return }
        if tag.isSelfClosing, isXML || foreign > 0 { return }
        open.append(tag.name)
        if Self.foreignRoots.contains(tag.name) { foreign += 1 }
    }

    private mutating func close(_ name: String) {
        guard let place = open.lastIndex(of: name) else { return }
        pop(to: place)
    }

    /// Ends what another element of the same kind ends without an end tag.
    private mutating func close(_ implied: (ended: Set<String>, barriers: Set<String>)) {
        for place in open.indices.reversed() {
            if implied.barriers.contains(open[place]) { return }
            if implied.ended.contains(open[place]) { return pop(to: place) }
        }
    }

    private mutating func pop(to count: Int) {
        for name in open[count...] where Self.foreignRoots.contains(name) { foreign -= 1 }
        open.removeSubrange(count...)
    }

    private static let foreignRoots: Set<String> = ["math", "svg"]
    private static let impliedEnds: [String: (ended: Set<String>, barriers: Set<String>)] = {
        let lists: Set<String> = ["dir", "dl", "menu", "ol", "select", "table", "ul"]
        let cells: Set<String> = ["td", "th"]
        let groups: Set<String> = ["tbody", "tfoot", "thead"]
        let rows = cells.union(["tr"])
        let terms: Set<String> = ["dd", "dt"]
        let options: Set<String> = ["option"]
        var ends: [String: (ended: Set<String>, barriers: Set<String>)] = [
            "li": (["li"], lists),
            "p": (["p"], lists.union(cells).union(["button", "li", "object"])),
            "tr": (["tr"], ["table"]), "option": (options, lists),
            "optgroup": (options.union(["optgroup"]), lists),
        ]
        for name in terms { ends[name] = (terms, lists) }
        for name in cells { ends[name] = (cells, ["table", "tr"]) }
        for name in groups { ends[name] = (groups.union(rows), ["table"]) }
        return ends
    }()
}
