public import Figures
import Layers

extension InspectedMemory {
    /// Where every head is over time: a column is a token, of the source and, after a gap, of the
    /// translation; a row is a slot. Slots that a head never dwells on (`HeadWeighting.slots`) are left
    /// out.
    ///
    /// - Parameter model: What the title calls the model; empty for nothing said.
    public func figure(model: String = "") -> HeatMapStack {
        HeatMapStack(
            title: (model.isEmpty ? "" : "\(model): ")
                + "heads on the memory, source then translation",
            maps: heads.map { head in
                HeatMap.overTime(
                    title: "\(head.kind.title) head \(head.head)", steps: withGap(head.weights, []),
                    stepLabels: withGap(steps, ""), places: head.slots, placeTitle: "slot",
                    valueTitle: "weight")
            })
    }

    /// What belongs to the steps, with something between the source and the translation.
    private func withGap<Element>(_ steps: [Element], _ gap: Element) -> [Element] {
        steps[..<targetSteps.lowerBound] + [gap] + steps[targetSteps]
    }
}

extension HeadWeighting.Kind {
    fileprivate var title: String {
        switch self {
        case .write: "Write"
        case .read: "Read"
        }
    }
}
