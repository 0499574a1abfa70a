import Text
import Translation

/// A content's translation, marks and all, on its way back.
struct MaskedTranslation {
    private let masked: MaskedContent
    private let isCapital: Bool
    private let thresholds: QualityThresholds

    init(_ masked: MaskedContent, isCapital: Bool, _ thresholds: QualityThresholds) {
        self.masked = masked
        self.isCapital = isCapital
        self.thresholds = thresholds
    }

    /// The segment's translation.
    ///
    /// - Parameters:
    ///   - translation: That of the line with masks.
    ///   - restorer: What made the line.
    func segment(
        _ translation: AlignedTranslation, _ restorer: MaskRestorer
    ) -> SegmentTranslation {
        let best = finished(translation, restorer)
        let unknown = restorer.unknownText(in: translation)
        let terms = restorer.uses(of: translation.terms)
        return SegmentTranslation(
            content: best.content,
            alternatives: translation.alternatives.map {
                finished(translation.aligned(to: $0), restorer).content
            },
            warnings: warnings(translation, unknown) + best.warnings + terms.warnings,
            protected: best.protected, terms: terms,
            quality: SegmentQuality(
                best.text, unknown: unknown.map(\.range), hasLost: best.hasLost,
                isMark: masked.isMark, thresholds),
            alignment: translation.pieces.isEmpty ? nil : masked.expanded(best.text))
    }

    private struct Finished {
        let content: InlineContent
        let text: AlignedText
        let protected: [ProtectedOutcome]
        let hasLost: Bool
        let warnings: [String]
    }

    private func finished(
        _ translation: AlignedTranslation, _ restorer: MaskRestorer
    ) -> Finished {
        var (text, lost) = restorer.restored(translation)
        if isCapital { text.capitalize() }
        let moved = text.keepOrder(masked)
        let protected = masked.items.enumerated().compactMap { number, item in
            item.kind.map {
                ProtectedOutcome(
                    text: item.text, kind: $0,
                    outcome: lost.contains(number)
                        ? .putBack : moved.contains(number) ? .reordered : .kept)
            }
        }
        let projected =
            masked.content.codes.isEmpty
            ? InlineContent(text: String(text.text))
            : InlineProjection(of: masked.content).content(of: text.translation())
        return Finished(
            content: masked.unmasked(projected), text: text, protected: protected,
            hasLost: !lost.isEmpty, warnings: masked.warnings(lost: lost, moved: moved))
    }

    private func warnings(
        _ translation: AlignedTranslation, _ unknown: [UnknownText]
    ) -> [String] {
        let said = translation.unknownSource.isEmpty ? nil : translation.unknownSource.warning
        // That the model does not know a mask is nothing to say.
        return translation.warnings.filter { $0 != said }
            + (unknown.isEmpty || said == nil ? [] : [unknown.warning])
    }
}

extension [TermUse] {
    /// A warning for every term that the translation does not have.
    fileprivate var warnings: [String] {
        filter { $0.outcome == .missing }.map { use in
            RequiredTerm(range: 0..<0, translations: use.wanted).warning(source: use.text)
        }
    }
}

extension MaskedContent {
    /// What a reader should know of what the model did with the masks, in sentences.
    fileprivate func warnings(lost: Set<Int>, moved: Set<Int>) -> [String] {
        func quoted(_ numbers: Set<Int>) -> [String] {
            numbers.sorted().map { "“\(items[$0].text)”" }
        }
        let (lost, moved) = (quoted(lost), quoted(moved.subtracting(lost)))
        var warnings: [String] = []
        if !lost.isEmpty {
            warnings.append(
                "The model lost \(lost.joined(separator: ", ")): "
                    + (lost.count == 1 ? "it was" : "they were")
                    + " put where the words around are.")
        }
        if !moved.isEmpty {
            warnings.append(
                "The order of \(moved.joined(separator: ", ")) is that of the source, for their "
                    + "values come in it; the sentence may need another.")
        }
        return warnings
    }
}
