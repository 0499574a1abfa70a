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
            title: (model.isEmpty ? "" : "\(model): ")
                + "Encoder self-attention, all layers and heads: the pronoun looks most at \(noun)",
            rowLabels: (0..<layers).map { "layer \($0)" },
            columnLabels: (0..<count).map { "head \($0)" }, values: values, range: 0...1,
            valueTitle: "share of \(reportCount) sentences")
    }
}
