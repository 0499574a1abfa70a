public import Figures
public import Layers
public import Translation

extension AttentionSite {
    /// The name in titles.
    public var title: String {
        switch self {
        case .encoder: "Encoder self-attention"
        case .decoder: "Masked decoder self-attention"
        case .encoderDecoder: "Encoder-decoder attention"
        }
    }

    /// What its rows and columns are.
    fileprivate var axes: (queries: String, keys: String) {
        switch self {
        case .encoder: ("source", "source")
        case .decoder: ("target", "target so far")
        case .encoderDecoder: ("target", "source")
        }
    }
}

extension InspectedAttention {
    /// An attention as a picture: what looks down the side, what is looked at across.
    ///
    /// - Parameters:
    ///   - site: Which of the three attentions.
    ///   - selection: The layer and head; the last layer and the mean of all heads unless it says so.
    ///   - unit: What a row and a column stand for.
    ///   - model: What titles call the model; empty for nothing said.
    /// - Throws: `CalqueError` that says which attentions there are.
    public func figure(
        of site: AttentionSite, _ selection: AttentionSelection = .init(),
        by unit: TextUnit = .words, model: String = ""
    ) throws -> HeatMap {
        let layer = try layer(selection.layer, at: site)
        let head = selection.head.map { "head \($0)" } ?? "mean of \(layer.heads.count) heads"
        let weights = try weights(at: site, selection, by: unit)
        return map(
            weights.flatMap { $0 }, site, unit,
            title: (model.isEmpty ? "" : "\(model): ")
                + "\(name(of: site)), layer \(layer.layer), \(head)")
    }

    /// All layers and heads of a site at a glance.
    ///
    /// - Throws: `CalqueError` when the model has no such attention.
    public func overview(
        of site: AttentionSite, by unit: TextUnit = .words, model: String = ""
    ) throws -> HeatMapGrid {
        _ = try layer(at: site)
        let there = layers.filter { $0.site == site }
        let heads = there.map(\.heads.count).max() ?? 0
        return HeatMapGrid(
            title: (model.isEmpty ? "" : "\(model): ") + "\(name(of: site)), all layers and heads",
            rowHeadings: there.map { "Layer \($0.layer)" },
            columnHeadings: (0..<heads).map { "Head \($0)" },
            maps: try there.map { layer in
                try (0..<heads).map { head in
                    let weights = try weights(
                        at: site, .init(layer: layer.layer, head: head), by: unit)
                    return map(weights.flatMap { $0 }, site, unit, title: "")
                }
            })
    }

    private func map(
        _ weights: [Float], _ site: AttentionSite, _ unit: TextUnit, title: String
    ) -> HeatMap {
        HeatMap(
            title: title, rowLabels: queries(of: site).labels(unit),
            columnLabels: keys(of: site).labels(unit), values: weights, range: 0...1,
            rowTitle: site.axes.queries,
            columnTitle: isUnmasked(site) ? "target, one place later" : site.axes.keys,
            valueTitle: "attention weight")
    }

    private func name(of site: AttentionSite) -> String {
        isUnmasked(site) ? "Decoder self-attention without a mask" : site.title
    }

    /// Whether a decoder sees what is still to come, as that of a study may.
    private func isUnmasked(_ site: AttentionSite) -> Bool {
        guard site == .decoder else { return false }
        return layers.filter { $0.site == site }.contains { layer in
            layer.heads.contains { rows in
                rows.enumerated().contains { query, row in
                    row.dropFirst(query + 1).contains { $0 > 0 }
                }
            }
        }
    }
}
