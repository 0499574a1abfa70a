import Text
import Translation

extension MaskRestorer {
    /// The segment's translation.
    ///
    /// - Parameters:
    ///   - translation: That of the line with masks.
    ///   - thresholds: From where on it is flagged.
    func segment(
        _ translation: AlignedTranslation, _ thresholds: QualityThresholds
    ) -> SegmentTranslation {
        let best = finished(translation)
        let unknown = unknownText(in: translation)
        let terms = uses(of: translation.terms)
        return SegmentTranslation(
            content: best.content,
            alternatives: translation.alternatives.map {
                finished(translation.aligned(to: $0)).content
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

    private func finished(_ translation: AlignedTranslation) -> Finished {
        var (text, lost) = restored(translation)
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
        let projected = masked.projection.content(of: text.translation())
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
            RequiredTerm.warning(wanted: use.wanted, source: use.text)
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
