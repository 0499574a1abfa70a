public import Figures
public import Layers

extension HeadMeasure {
    /// What it is, for titles.
    public var title: String {
        switch self {
        case .entropy: "entropy of the weights"
        case .distance: "mean distance looked at"
        case .previous: "weight on the previous token"
        case .next: "weight on the next token"
        case .same: "weight on the same token"
        case .first: "weight on the first token"
        case .last: "weight on the last token"
        case .end: "weight on the end token"
        case .alignmentError: "alignment error rate"
        case .gradient: "importance by gradient"
        case .loss: "loss without the head"
        case .bleu: "BLEU without the head"
        }
    }

    /// What its numbers are, beside the legend.
    fileprivate var valueTitle: String {
        switch self {
        case .entropy: "nats"
        case .distance: "tokens"
        case .previous, .next, .same, .first, .last, .end: "share of a row"
        case .alignmentError: "alignment error rate"
        case .gradient: "|∂L/∂ξ|, nats"
        case .loss: "difference, nats per token"
        case .bleu: "ΔBLEU"
        }
    }

    /// The ends of the colours; nil for those that the numbers give.
    fileprivate var range: ClosedRange<Float>? {
        switch self {
        case .previous, .next, .same, .first, .last, .end, .alignmentError: 0...1
        case .entropy, .distance, .gradient, .loss, .bleu: nil
        }
    }
}

extension HeadSimilarity {
    /// What it is, for titles.
    public var title: String {
        switch self {
        case .weights: "divergence of the heads' weights"
        case .outputs: "cosine of what the heads write"
        }
    }

    fileprivate var valueTitle: String {
        self == .weights ? "Jensen-Shannon divergence, nats" : "mean cosine"
    }

    /// The ends of the colours: what the numbers can be. log 2 is 0.6931… .
    fileprivate var range: ClosedRange<Float> { self == .weights ? 0...0.6932 : -1...1 }
}

extension InspectedHeads {
    /// What all heads of a site are by one measure: layers down, heads across. A cell is empty where
    /// nothing is known.
    ///
    /// - Parameters:
    ///   - measure: What is shown of every head.
    ///   - site: Which of the three attentions.
    ///   - model: What titles call the model; empty for nothing said.
    /// - Throws: `CalqueError` that says which sites there are.
    public func figure(
        of measure: HeadMeasure, at site: AttentionSite, model: String = ""
    ) throws -> HeatMap {
        let layers = try layers(at: site)
        let count = layers.map(\.heads.count).max() ?? 0
        let values = layers.flatMap { layer in
            (0..<count).map { head in
                let there = layer.heads.indices.contains(head) ? layer.heads[head] : nil
                return Float(there.flatMap(measure.value) ?? .nan)
            }
        }
        return HeatMap(
            title: title("\(site.title), all layers and heads: \(measure.title)", model),
            rowLabels: layers.map { "layer \($0.layer)" },
            columnLabels: (0..<count).map { "head \($0)" }, values: values, range: measure.range,
            valueTitle: measure.valueTitle)
    }

    /// How alike the heads of a layer are: heads down and across.
    ///
    /// - Parameters:
    ///   - similarity: By what.
    ///   - site: Which of the three attentions.
    ///   - layer: From 0; nil for the last.
    ///   - model: What titles call the model; empty for nothing said.
    /// - Throws: `CalqueError` that says which there are, or that it is not known.
    public func figure(
        of similarity: HeadSimilarity, at site: AttentionSite, layer: Int? = nil,
        model: String = ""
    ) throws -> HeatMap {
        let layer = try self.layer(layer, at: site)
        return try map(
            of: similarity, layer,
            title: title("\(site.title), layer \(layer.layer): \(similarity.title)", model))
    }

    /// How alike the heads of every layer of a site are, side by side.
    ///
    /// - Throws: `CalqueError` that says which sites there are, or that it is not known.
    public func overview(
        of similarity: HeadSimilarity, at site: AttentionSite, model: String = ""
    ) throws -> HeatMapGrid {
        let layers = try layers(at: site)
        return HeatMapGrid(
            title: title("\(site.title), all layers: \(similarity.title)", model),
            rowHeadings: [""], columnHeadings: layers.map { "Layer \($0.layer)" },
            maps: [try layers.map { try map(of: similarity, $0, title: "") }])
    }

    /// ΔBLEU without each head of a site, with its interval: layer by layer, head by head. Heads that
    /// were not switched off are left out.
    ///
    /// - Throws: `CalqueError` that says which sites there are.
    public func importance(at site: AttentionSite, model: String = "") throws -> IntervalChart {
        let rows = try layers(at: site).flatMap { layer in
            layer.heads.enumerated().compactMap { head, found -> IntervalChart.Row? in
                guard let difference = found.switchedOff?.bleuDifference else { return nil }
                return IntervalChart.Row(
                    label: "layer \(layer.layer), head \(head)", value: difference.value,
                    lower: difference.lower, upper: difference.upper)
            }
        }
        let confidence = try layers(at: site).flatMap(\.heads)
            .compactMap { $0.switchedOff?.bleuDifference.confidence }.first
        let interval = confidence.map { " and \(Int(($0 * 100).rounded())) % interval" } ?? ""
        return IntervalChart(
            title: title("\(site.title): BLEU without each head", model), rows: rows,
            horizontalTitle: "ΔBLEU\(interval)")
    }

    private func map(
        of similarity: HeadSimilarity, _ layer: Layer, title: String
    ) throws -> HeatMap {
        let names = layer.heads.indices.map { "head \($0)" }
        return HeatMap(
            title: title, rowLabels: names, columnLabels: names,
            values: try layer.similarity(similarity).joined().map { Float($0) },
            range: similarity.range, valueTitle: similarity.valueTitle)
    }

    private func title(_ text: String, _ model: String) -> String {
        (model.isEmpty ? "" : "\(model): ") + text
    }
}
