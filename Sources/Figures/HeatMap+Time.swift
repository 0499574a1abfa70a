extension HeatMap {
    /// Numbers over time: a column is a step, a row one of the places that have a number at every step.
    ///
    /// Where places are left out, a row without cells, labelled "⋮", marks that the axis is cut.
    ///
    /// - Parameters:
    ///   - title: The heading; empty for none.
    ///   - steps: The numbers, `[steps][places]`; a step without numbers has empty cells.
    ///   - stepLabels: One label a step, left to right; empty ones are not drawn.
    ///   - places: The places that are drawn, in rising order; nil for all.
    ///   - placeTitle: What a place is, such as "slot".
    ///   - range: The values at the ends of the colour ramp.
    ///   - valueTitle: What the numbers are, beside the legend; empty for nothing said.
    public static func overTime(
        title: String, steps: [[Float]], stepLabels: [String], places: [Int]? = nil,
        placeTitle: String, range: ClosedRange<Float> = 0...1, valueTitle: String = ""
    ) -> HeatMap {
        let count = steps.map(\.count).max() ?? 0
        let rows = cut(places ?? Array(0..<count), of: count)
        return HeatMap(
            title: title, rowLabels: rows.map { $0.map(String.init) ?? "⋮" },
            columnLabels: stepLabels,
            values: rows.flatMap { place in
                steps.map { step in
                    place.flatMap { step.indices.contains($0) ? step[$0] : nil } ?? .nan
                }
            }, range: range, rowTitle: placeTitle, columnTitle: "step", valueTitle: valueTitle)
    }

    /// The places, with nil where some are left out before, between or after them.
    private static func cut(_ places: [Int], of count: Int) -> [Int?] {
        var rows: [Int?] = []
        var next = 0
        for place in places {
            if place > next { rows.append(nil) }
            rows.append(place)
            next = place + 1
        }
        return next < count ? rows + [nil] : rows
    }
}
