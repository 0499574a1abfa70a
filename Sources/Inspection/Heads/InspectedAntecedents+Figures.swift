import Basics
public import Figures

extension InspectedAntecedents {
    /// In what share of the sentences told of each head of the encoder looks from the pronoun at a noun:
    /// layers down, heads across.
    ///
    /// - Parameters:
    ///   - keys: What is counted.
    ///   - isOther: Whether the noun is the other one, and not the antecedent.
    ///   - model: What titles call the model; empty for nothing said.
    public func figure(
        _ keys: CountedKeys = .words, ofOther isOther: Bool = false, model: String = ""
    ) -> HeatMap {
        let layers = (heads.map(\.layer).max() ?? -1) + 1
        let count = (heads.map(\.head).max() ?? -1) + 1
        var values = [Float](repeating: .nan, count: layers * count)
        for head in heads {
            let shares = head.report.shares(keys)
            values[head.layer * count + head.head] = Float(
                isOther ? shares.other : shares.antecedent)
        }
        let noun = isOther ? "the other noun" : "its antecedent"
        return HeatMap(
            title: title(
                "Encoder self-attention, all layers and heads: the pronoun looks most at \(noun)",
                model),
            rowLabels: (0..<layers).map { "layer \($0)" },
            columnLabels: (0..<count).map { "head \($0)" }, values: values, range: 0...1,
            valueTitle: "share of \(reportCount) sentences")
    }

    /// Both nouns, head by head: in the sentences told of, and in those that the head is chosen on.
    ///
    /// - Parameters:
    ///   - keys: What is counted.
    ///   - model: What titles call the model; empty for nothing said.
    public func overview(_ keys: CountedKeys = .words, model: String = "") -> BarPanels {
        let chosen = chosen(by: keys)
        func panel(_ title: String, _ findings: (Head) -> Findings) -> BarPanels.Panel {
            func series(_ name: String, _ share: (Shares) -> Double) -> BarPanels.Series {
                BarPanels.Series(
                    name: name, values: heads.map { 100 * share(findings($0).shares(keys)) })
            }
            return BarPanels.Panel(
                title: title, unit: "%",
                series: [
                    series("its antecedent", \.antecedent), series("the other noun", \.other),
                ])
        }
        return BarPanels(
            title: title("Encoder self-attention: \(keys.question)", model),
            categories: heads.map { head in
                "layer \(head.layer), head \(head.head)" + (head == chosen ? ", chosen" : "")
            },
            panels: [
                panel("\(reportCount.grouped) sentences told of", \.report),
                panel("\(choiceCount.grouped) that chose the head", \.choice),
            ])
    }

    /// A table of all heads, and which is chosen.
    ///
    /// - Parameters:
    ///   - keys: What is counted.
    ///   - model: What the heading calls the model; empty for nothing said.
    public func table(_ keys: CountedKeys = .words, model: String = "") -> String {
        let rows = heads.map { head in
            let (choice, report) = (head.choice.shares(keys), head.report.shares(keys))
            return ["\(head.layer)", "\(head.head)"]
                + [choice.antecedent, choice.other, report.antecedent, report.other].map(percent)
        }
        let title = title("Encoder self-attention: \(keys.question)", model)
        let groups =
            "\(choiceCount.grouped) to choose on".padded(to: 38)
            + "\(reportCount.grouped) others".padded(to: 24)
        let names = ["layer", "head", "antecedent", "other", "antecedent", "other"]
        let translations = rightTranslations.map {
            "translations: \(percent($0)) of the others have the right reason, pronoun and all"
        }
        return
            ([title, "", groups] + ([names] + rows).map(line) + ["", verdict(keys)]
            + [translations].compactMap { $0 }).map { $0 + "\n" }.joined()
    }

    private func verdict(_ keys: CountedKeys) -> String {
        let head = chosen(by: keys)
        let shares = head.report.shares(keys)
        return
            "chosen: layer \(head.layer), head \(head.head); of the others \(percent(shares.antecedent)) "
            + "at the antecedent, \(percent(shares.other)) at the other noun"
    }

    private func line(_ cells: [String]) -> String {
        zip(cells, [5, 6, 14, 9, 14, 9]).map { $0.padded(to: $1) }.joined()
    }

    private func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }

    private func title(_ text: String, _ model: String) -> String {
        model.isEmpty ? text : "\(model): \(text)"
    }
}

extension CountedKeys {
    /// What is asked, for titles.
    fileprivate var question: String {
        switch self {
        case .words: "the word that a pronoun looks at most"
        case .everything: "what a pronoun looks at most"
        case .nouns: "which of two nouns a pronoun looks at more"
        }
    }
}

extension String {
    /// With spaces before it, up to a width.
    fileprivate func padded(to width: Int) -> String {
        TextWidth.fitted(self, toColumns: width, alignedRight: true)
    }
}
