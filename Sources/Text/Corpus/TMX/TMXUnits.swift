import Basics

/// Makes pairs of the tags and texts of a translation memory in TMX (1.1 to 1.4), as they come.
///
/// What is held is a unit: a text for each side, and the names of its languages.
struct TMXUnits: PairUnits {
    /// Elements that stand for markup of the original document, with it as their content. What is
    /// in `sub` is a text of its own, such as a footnote.
    private static let markup: Set<String> = ["bpt", "ept", "ph", "it", "ut", "sub"]

    /// A text that may be a side of the pair.
    private struct Candidate {
        let isExact: Bool
        let text: SegmentText
        /// An entity in it that nobody declared.
        let unknownEntity: String?
    }

    /// A unit that is open.
    private struct Unit {
        let line: Int
        let depth: Int
        var languages: [String] = []
        var source: Candidate?
        var target: Candidate?
    }

    /// A text that is open, in one language.
    private struct Variant {
        let depth: Int
        let match: MemoryLanguages.Match
        var hasSegment = false
    }

    /// A segment that is open.
    private struct Segment {
        let depth: Int
        var text = SegmentText()
        /// How deep the element of markup is that is open in it.
        var markupDepth: Int?
        var unknownEntity: String?
    }

    private(set) var languages: MemoryLanguages
    /// The pairs that have ended and were not taken.
    private(set) var finished: [ParallelLine] = []
    /// The units that have ended.
    private(set) var count = 0
    /// Those of them with text in both languages.
    private(set) var pairCount = 0
    private var depth = 0
    private var unit: Unit?
    private var variant: Variant?
    private var segment: Segment?

    init(_ languages: MemoryLanguages) {
        self.languages = languages
    }

    mutating func takeFinished() -> [ParallelLine] {
        defer { finished = [] }
        return finished
    }

    let format = "TMX"
    let kind = "a translation memory in TMX"

    var absence: String {
        "has text in both \(languages.source) and \(languages.target). Choose two of its languages: "
            + "\(languages.description)."
    }

    mutating func start(
        _ name: String, line: @autoclosure () -> Int, attributes: ExpatAttributes
    ) -> String? {
        depth += 1
        if depth == 1, name != "tmx" {
            return "its outermost element is \(FileProblem.quoted(name)) and not \"tmx\""
        }
        if depth > ExpatParser.depthLimit {
            return "more than \(ExpatParser.depthLimit) elements stand in each other"
        }
        if segment != nil {
            if segment?.markupDepth == nil, Self.markup.contains(name) {
                segment?.markupDepth = depth
            }
        } else if name == "tu", unit == nil {
            unit = Unit(line: line(), depth: depth)
        } else if name == "tuv", unit != nil, variant == nil {
            // Before 1.4, TMX called it lang.
            startVariant(attributes["xml:lang"] ?? attributes["lang"])
        } else if name == "seg", variant?.hasSegment == false {
            segment = Segment(depth: depth)
        }
        return nil
    }

    private mutating func startVariant(_ language: String?) {
        let (code, match) = languages.note(language)
        if let count = unit?.languages.count, count < 20 { unit?.languages.append(code) }
        if let match { variant = Variant(depth: depth, match: match) }
    }

    mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
        guard segment != nil, segment?.markupDepth == nil else { return }
        segment?.text.append(text)
    }

    mutating func unknownEntity(_ name: String) {
        guard let segment, segment.markupDepth == nil, segment.unknownEntity == nil else { return }
        self.segment?.unknownEntity = name
    }

    mutating func end() {
        if segment?.markupDepth == depth { segment?.markupDepth = nil }
        if segment?.depth == depth { endSegment() }
        if variant?.depth == depth { variant = nil }
        if unit?.depth == depth { endUnit() }
        depth -= 1
    }

    private mutating func endSegment() {
        defer { segment = nil }
        guard let segment, let match = variant?.match else { return }
        variant?.hasSegment = true
        let candidate = Candidate(
            isExact: match.isExact, text: segment.text, unknownEntity: segment.unknownEntity)
        let place: WritableKeyPath<Unit, Candidate?> =
            match.side == .source ? \.source : \.target
        guard let other = unit?[keyPath: place] else {
            unit?[keyPath: place] = candidate
            return
        }
        // The first one stays, unless a later one is in just the language that is asked for.
        if match.isExact, !other.isExact { unit?[keyPath: place] = candidate }
    }

    private mutating func endUnit() {
        defer { unit = nil }
        guard let unit else { return }
        count += 1
        let flaw = flaw(of: unit)
        if flaw == nil { pairCount += 1 }
        finished.append(
            ParallelLine(
                number: unit.line, unit: count,
                source: flaw == nil ? unit.source?.text.text : nil,
                target: flaw == nil ? unit.target?.text.text : nil, flaw: flaw))
    }

    private func flaw(of unit: Unit) -> ParallelLine.Flaw? {
        guard let source = unit.source, let target = unit.target else {
            return .missingLanguage(FileProblem.list(unit.languages))
        }
        if let entity = source.unknownEntity ?? target.unknownEntity {
            return .unknownEntity(FileProblem.quoted("&\(entity);"))
        }
        return source.text.isTooLong || target.text.isTooLong ? .tooLong : nil
    }
}
