import Text
import Basics
import Translation

/// Which units of a translation go with what of the line, and which pairs of codes each belongs to.
struct InlineLinks {
    /// What of the line a unit goes with.
    struct Link {
        /// The places of its Unicode scalars.
        let source: Range<Int>
        let weight: Float
        /// Whether there are words in it.
        let isOfWords: Bool
    }

    /// What is translated at once.
    struct Sentence {
        /// Its units in the line.
        fileprivate(set) var source: Range<Int>
        /// Its units in the translation.
        fileprivate(set) var target: Range<Int>
        /// The innermost pair around all words of it.
        fileprivate(set) var ownerOfWords = 0
        /// The innermost pair around all of it.
        fileprivate(set) var ownerOfAll = 0
    }

    /// The units of the line.
    let sources: [TextUnit]
    /// The units of the translation.
    let targets: [TextUnit]
    /// The link of every unit of the translation; nil where there is none. Marks go with marks alone.
    private(set) var links: [Link?]
    /// The innermost pair that every unit of the translation belongs to.
    private(set) var owners: [Int] = []
    /// In order; one at least.
    private(set) var sentences: [Sentence] = []
    /// The units of the translation that go with every unit of the line: the first and the last.
    private(set) var targetsOfSources: [ClosedRange<Int>?]

    private let line: [Unicode.Scalar]

    init(_ aligned: AlignedTranslation, _ tree: InlineTree) {
        line = Array(tree.line.unicodeScalars)
        let partsDigits = tree.partsDigits
        sources = TextUnit.units(of: tree.line, cuts: nil, partsDigits: partsDigits)
        let pieces = aligned.pieces.filter { !$0.target.isEmpty }
        targets = TextUnit.units(
            of: aligned.text,
            cuts: Set(pieces.flatMap { [$0.target.lowerBound, $0.target.upperBound] }),
            partsDigits: partsDigits)
        links = Array(repeating: nil, count: targets.count)
        targetsOfSources = Array(repeating: nil, count: sources.count)
        for piece in pieces { link(piece) }
        for target in targets.indices where !targets[target].isWord {
            if links[target]?.isOfWords ?? false { links[target] = nil }
        }
        divide(aligned, tree)
        linkEqualMarks()
        noteTargets()
        assignOwners(tree)
    }

    /// Links the units that a piece is in, unless they go with something more surely.
    private mutating func link(_ piece: AlignedTranslation.Piece) {
        guard let source = piece.source else { return }
        let units = sources.units(in: source)
        guard let first = units.first, let last = units.last else { return }
        let places =
            max(
                source.lowerBound, sources[first].places.lowerBound)..<min(
                source.upperBound, sources[last].places.upperBound)
        let link = Link(
            source: places, weight: piece.weight, isOfWords: units.contains { sources[$0].isWord })
        for unit in targets.units(in: piece.target) {
            guard let old = links[unit] else {
                links[unit] = link
                continue
            }
            // A word's own marks, such as an apostrophe, say less than its letters.
            let isWord = targets[unit].isWord
            if (link.isOfWords == isWord ? 1 : 0, link.weight)
                > (old.isOfWords == isWord ? 1 : 0, old.weight)
            {
                links[unit] = link
            }
        }
    }

    /// Links the marks that go with nothing yet to their like, where a sentence has but one of it.
    private mutating func linkEqualMarks() {
        func marks(_ units: [TextUnit], _ range: Range<Int>) -> [Unicode.Scalar: [Int]] {
            Dictionary(grouping: range.filter { !units[$0].isWord }) { units[$0].first }
        }
        for sentence in sentences {
            let own = marks(sources, sentence.source)
            for (mark, places) in marks(targets, sentence.target) where places.count == 1 {
                guard let source = own[mark], source.count == 1, links[places[0]] == nil
                else { continue }
                links[places[0]] = Link(
                    source: sources[source[0]].places, weight: 0, isOfWords: false)
            }
        }
    }

    private mutating func noteTargets() {
        for (target, link) in links.enumerated() {
            guard let link else { continue }
            for source in sources.units(in: link.source) {
                let first = targetsOfSources[source]?.lowerBound ?? target
                targetsOfSources[source] = first...target
            }
        }
    }

    /// Deals the units to the sentences.
    private mutating func divide(_ aligned: AlignedTranslation, _ tree: InlineTree) {
        var (source, target) = (0, 0)
        for (number, sentence) in aligned.sentences.enumerated() {
            let isLast = number == aligned.sentences.count - 1
            let (sourceStart, targetStart) = (source, target)
            while source < sources.count,
                isLast || sources[source].places.lowerBound < sentence.source.upperBound
            {
                source += 1
            }
            while target < targets.count,
                isLast || targets[target].places.lowerBound < sentence.target.upperBound
            {
                target += 1
            }
            sentences.append(
                Sentence(source: sourceStart..<source, target: targetStart..<target))
        }
        if sentences.isEmpty {
            sentences = [
                Sentence(source: 0..<sources.count, target: 0..<targets.count)
            ]
        }
        for number in sentences.indices {
            let units = Array(sources[sentences[number].source])
            sentences[number].ownerOfAll = tree.commonOwner(of: units)
            sentences[number].ownerOfWords = tree.commonOwner(of: units.filter(\.isWord))
        }
    }

    /// A unit belongs to what it goes with, and to what is around its whole sentence.
    private mutating func assignOwners(_ tree: InlineTree) {
        owners = Array(repeating: 0, count: targets.count)
        for sentence in sentences {
            for target in sentence.target {
                let whole =
                    targets[target].isWord ? sentence.ownerOfWords : sentence.ownerOfAll
                let own =
                    links[target].map { tree.innermostOwner(of: letters(around: $0.source)) }
                    ?? whole
                owners[target] = tree.isNode(own, in: whole) ? own : whole
            }
        }
    }
}

extension InlineLinks {
    /// Some places of the line with all letters of the words that they begin and end in: a code around a
    /// part of a word is around the word.
    private func letters(around places: Range<Int>) -> Range<Int> {
        let units = sources.units(in: places)
        guard let first = units.first, let last = units.last else { return places }
        var (lower, upper) = (places.lowerBound, places.upperBound)
        while lower > sources[first].places.lowerBound, line[lower].isOfWord,
            line[lower - 1].isOfWord
        {
            lower -= 1
        }
        while upper < sources[last].places.upperBound, line[upper].isOfWord,
            line[upper - 1].isOfWord
        {
            upper += 1
        }
        return lower..<upper
    }
}

extension [TextUnit] {
    /// The units that have any of some Unicode scalars.
    func units(in places: Range<Int>) -> Range<Int> {
        let first = partitioningIndex { $0.places.upperBound > places.lowerBound }
        let end = partitioningIndex { $0.places.lowerBound >= places.upperBound }
        return first..<Swift.max(first, end)
    }

    /// The units that are next to a place: the last that begins before it, or -1, and the first that
    /// ends behind it, or their number.
    func neighbors(of places: Range<Int>) -> (before: Int, after: Int) {
        (
            partitioningIndex { $0.places.lowerBound >= places.lowerBound } - 1,
            partitioningIndex { $0.places.upperBound > places.upperBound }
        )
    }
}
