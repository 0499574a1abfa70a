public import Figures

extension MemoryTrace {
    /// The sequence, the answers and where the heads were, over time, as in the paper's figure 6.
    ///
    /// - Parameter title: The heading.
    public func picture(title: String) -> HeatMapStack {
        let silence = sequence.inputs.count - sequence.targets.count
        let blank = [Float](repeating: 0, count: sequence.targets.first?.count ?? 0)
        let targets = Array(repeating: blank, count: silence) + sequence.targets
        return HeatMapStack(
            title: title,
            maps: [
                map("Inputs", sequence.inputs), map("Targets", targets),
                map("Outputs", Array(repeating: blank, count: silence) + outputs[silence...]),
                map("Write weighting", writing, of: usedSlots(writing)),
                map("Read weighting", reading, of: usedSlots(reading)),
            ])
    }

    /// A map of which a column is a step, and a row a place in the vectors.
    private func map(_ title: String, _ steps: [[Float]], of rows: [Int]? = nil) -> HeatMap {
        let rows = rows ?? Array(0..<(steps.first?.count ?? 0))
        return HeatMap(
            title: title, rowLabels: rows.map { "\($0)" },
            columnLabels: steps.indices.map { $0.isMultiple(of: 5) ? "\($0)" : "" },
            values: rows.flatMap { row in steps.map { min(max($0[row], 0), 1) } }, range: 0...1,
            valueTitle: "bit or weight")
    }

    /// The slots that a head ever dwelt on, so that those which it never did take no room.
    private func usedSlots(_ weightings: [[Float]]) -> [Int] {
        let slots = weightings.first?.indices ?? 0..<0
        let used = slots.filter { slot in weightings.contains { $0[slot] >= 0.05 } }
        return used.isEmpty ? Array(slots) : used
    }
}
