import Basics
import Text
import Translation

/// Brings the masks of a translation back to marks, each exactly once.
struct MaskRestorer {
    let masked: MaskedContent
    private let style: MaskStyle
    /// Whether the content is in capitals, and the line is not.
    let isCapital: Bool
    /// Where the masks are in the line.
    private let masks: [Range<Int>]
    /// The line with masks.
    let line: String

    init(_ masked: MaskedContent, _ style: MaskStyle) {
        self.masked = masked
        let words = masked.line
        isCapital = CapitalText.isCapital(words, isMark: masked.isMark)
        let text = Array((isCapital ? CapitalText.sentence(words) : words).unicodeScalars)
        let style = style.numbering(masked.numbers)
        self.style = style
        var line: [Unicode.Scalar] = []
        var masks: [Range<Int>] = []
        for scalar in text {
            guard let item = masked.item(of: scalar) else {
                line.append(scalar)
                continue
            }
            let isGlued = masked.items[item].isGlued
            if isGlued.before { line.append(" ") }
            let start = line.count
            line += Array(style.mask(of: item).unicodeScalars)
            masks.append(start..<line.count)
            if isGlued.behind { line.append(" ") }
        }
        self.line = String(line)
        self.masks = masks
    }

    /// The part of the line with masks that a mark takes, with the spaces that were put around.
    private func extent(of item: Int) -> Range<Int> {
        let isGlued = masked.items[item].isGlued
        let start = masks[item].lowerBound - (isGlued.before ? 1 : 0)
        return start..<masks[item].upperBound + (isGlued.behind ? 1 : 0)
    }

    /// The terms of a glossary in the line: those that no mask stands in.
    func terms(of glossary: Glossary) -> [RequiredTerm] {
        glossary.terms(in: line, ignoringCase: isCapital).filter { term in
            !masks.contains { $0.overlaps(term.range) }
        }
    }

    /// A term of the line, as the content has it, and its translation.
    func use(of found: TermOutcome) -> TermUse {
        func written(_ text: String) -> String { isCapital ? text.uppercased() : text }
        let scalars = Array(line.unicodeScalars)
        return TermUse(
            text: written(String(scalars[found.term.range.clamped(to: scalars.indices)])),
            wanted: found.term.translations.map(written),
            translation: found.translation.map(written),
            outcome: found.isUsed ? .used : .missing)
    }

    /// What became of all terms of a glossary, in the order of the line.
    func uses(of terms: [TermOutcome]) -> [TermUse] {
        let masked = zip(masks, masked.items).compactMap { place, item in
            item.use.map { (place.lowerBound, $0) }
        }
        let all = masked + terms.map { ($0.term.range.lowerBound, use(of: $0)) }
        return all.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The beginning of a translation of the content's text, as one of the line's.
    func masked(prefix: String) -> String {
        masked.masked(prefix: isCapital ? CapitalText.sentence(prefix) : prefix) {
            style.mask(of: $0)
        }
    }

    /// How many masks a translation has lost.
    func lostCount(in translation: String) -> Int {
        let found = style.occurrences(in: ScalarText(translation), count: masks.count)
        return masks.count - Set(found.map(\.item)).count
    }

    /// The translation of the content's text with all marks, and the items that the model left out.
    func restored(_ translation: AlignedTranslation) -> (text: AlignedText, lost: Set<Int>) {
        var text = AlignedText(translation)
        let found = style.occurrences(in: ScalarText(translation.text), count: masks.count)
        var best: [Int: Range<Int>] = [:]
        for (item, range) in found {
            guard let other = best[item] else {
                best[item] = range
                continue
            }
            if fits(item, range, translation), !fits(item, other, translation) {
                best[item] = range
            }
        }
        for (item, range) in found.reversed() {
            if best[item] == range {
                text.replaceTarget(range, with: [masked.mark(of: item)], source: masks[item])
            } else {
                text.removeTarget(range)
            }
        }
        let lost = Set(masks.indices).subtracting(best.keys)
        for item in lost.sorted() {
            text.putBack([masked.mark(of: item)], source: masks[item])
        }
        for item in masks.indices.reversed() {
            text.replaceSource(extent(of: item), with: [masked.mark(of: item)])
        }
        if isCapital { text.line(is: masked.line) }
        for item in masks.indices { text.mirrorSpaces(of: masked.mark(of: item)) }
        return (text, lost)
    }

    /// Whether the model says that a mask in the translation goes with the one in the line.
    private func fits(_ item: Int, _ range: Range<Int>, _ translation: AlignedTranslation) -> Bool {
        translation.pieces.contains {
            $0.target.overlaps(range) && $0.source?.overlaps(masks[item]) == true
        }
    }

    /// What of the line the model does not know, without masks, by its place in the content's text.
    func unknownText(in translation: AlignedTranslation) -> [UnknownText] {
        translation.unknownSource.compactMap { unknown in
            guard !masks.contains(where: { $0.overlaps(unknown.range) }) else { return nil }
            let shift = masks.indices.reduce(0) { shift, item in
                masks[item].upperBound <= unknown.range.lowerBound
                    ? shift + 1 - extent(of: item).count : shift
            }
            return unknown.moved(scalars: shift)
        }
    }
}
