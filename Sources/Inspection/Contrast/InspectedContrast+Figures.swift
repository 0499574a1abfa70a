public import Figures

extension InspectedContrast {
    /// What every source word contributes to the difference of the two translations: a bar to the
    /// right speaks for the first, one to the left for the second.
    ///
    /// - Parameters:
    ///   - isNormalised: Whether the bars are shares, whose sizes have the sum 1, and not nats.
    ///   - model: What the title calls the model; empty for nothing said.
    public func figure(normalised isNormalised: Bool = false, model: String = "") -> BarPanels {
        func panel(_ title: String, _ attribution: Attribution) -> BarPanels.Panel {
            let values = isNormalised ? attribution.normalised : attribution.raw
            return BarPanels.Panel(
                title: title, unit: isNormalised ? "share" : "nats",
                series: [BarPanels.Series(values: values.map { $0 })])
        }
        let title = "\(Self.quoted(first)) rather than \(Self.quoted(second)), by source word"
        let difference = NumberText.short(abs(self.difference))
        let better = self.difference < 0 ? "second" : "first"
        return BarPanels(
            title: (model.isEmpty ? "" : "\(model): ") + title,
            categories: source.words.map(\.text),
            panels: [
                panel("Gradient × input", gradientTimesInput), panel("Occlusion", occlusion),
            ], categoryTitle: "source",
            signs: .init(
                negative: "for \(Self.quoted(second))"
                    + (better == "second" ? ", more probable by \(difference) nats" : ""),
                positive: "for \(Self.quoted(first))"
                    + (better == "first" ? ", more probable by \(difference) nats" : "")))
    }

    /// The words in which a translation differs; all of it where it only lacks some.
    private static func quoted(_ translation: Translation) -> String {
        let words = translation.text.words.dropLast().map(\.text).joined(separator: " ")
        let shown = translation.difference.isEmpty ? words : translation.difference
        return "“\(TextWidth.clipped(shown, toColumns: 40))”"
    }
}
