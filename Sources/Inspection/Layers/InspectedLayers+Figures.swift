public import Figures
public import Layers

extension InspectedLayers {
    /// What every layer would say at every target position: the best token in each cell, its
    /// probability as colour, and the five best with the rank of the last layer's in the tooltip.
    ///
    /// - Parameter model: What the title calls the model; empty for nothing said.
    public func predictionFigure(model: String = "") -> TextGrid {
        TextGrid(
            title: titled("what each decoder layer would say", model),
            rowLabels: predictions.indices.map { $0 == 0 ? "input" : "layer \($0 - 1)" },
            columnLabels: target.pieces,
            cells: predictions.map { layer in
                layer.map { prediction in
                    let best = prediction.best.first
                    return TextGrid.Cell(
                        best?.piece ?? "", value: Float(best?.probability ?? 0),
                        note: note(prediction))
                }
            }, range: 0...1, rowTitle: "after", columnTitle: "target token",
            valueTitle: "probability of the best token")
    }

    private func note(_ prediction: Prediction) -> String {
        let best = prediction.best.map { "\($0.piece) \(NumberText.short($0.probability))" }
        return "best: \(best.joined(separator: ", "))\n"
            + "the last layer's token is number \(prediction.finalRank) here, "
            + "the translation's number \(prediction.targetRank)"
    }

    /// The rank, from 1, that every layer gives to the token that the last layer says.
    ///
    /// - Parameter model: What the title calls the model; empty for nothing said.
    public func rankFigure(model: String = "") -> TextGrid {
        TextGrid(
            title: titled("the rank of the last layer's token in each decoder layer", model),
            rowLabels: predictions.indices.map { $0 == 0 ? "input" : "layer \($0 - 1)" },
            columnLabels: predictions.last?.map { $0.best.first?.piece ?? "" } ?? [],
            cells: predictions.map { layer in
                layer.map {
                    TextGrid.Cell("\($0.finalRank)", value: Float($0.finalProbability))
                }
            }, range: 0...1, rowTitle: "after", columnTitle: "last layer's token",
            valueTitle: "probability of the last layer's token")
    }

    /// What the sublayers of a half of the model add to the residual stream, by layer: the norms of
    /// both, their ratio and their cosine.
    ///
    /// - Parameters:
    ///   - stack: Which half.
    ///   - model: What the title calls the model; empty for nothing said.
    public func residualFigure(of stack: AttentionRecord.Stack, model: String = "") -> BarPanels {
        let sublayers = sublayers(of: stack)
        let layers = 0..<((sublayers.map(\.layer).max() ?? -1) + 1)
        let kinds = SublayerKind.allCases.filter { kind in
            sublayers.contains { $0.kind == kind }
        }
        func panel(
            _ title: String, _ unit: String, _ value: (Sublayer) -> Double
        ) -> BarPanels.Panel {
            BarPanels.Panel(
                title: title, unit: unit,
                series: kinds.map { kind in
                    BarPanels.Series(
                        name: kind.rawValue,
                        values: layers.map { layer in
                            sublayers.first { $0.layer == layer && $0.kind == kind }.map(value)
                        })
                })
        }
        return BarPanels(
            title: titled("what each \(stack.rawValue) sublayer adds", model),
            categories: layers.map { "layer \($0)" },
            panels: [
                panel("|x|", "mean norm of the residual stream", \.residualNorm),
                panel("|Sublayer(x)|", "mean norm of what is added", \.addedNorm),
                panel("|Sublayer(x)| / |x|", "ratio of the two", \.ratio),
                panel("cosine", "of what is added to x", \.cosine),
            ])
    }

    private func titled(_ title: String, _ model: String) -> String {
        model.isEmpty ? title.prefix(1).uppercased() + title.dropFirst() : "\(model): \(title)"
    }
}
