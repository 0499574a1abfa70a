/// A series as one line of block characters.
public enum Sparkline {
    private static let blocks: [Character] = Array("▁▂▃▄▅▆▇█")

    /// `values` in at most `width` characters, the lowest as `▁` and the highest as `█`.
    ///
    /// Longer series show the mean of each stretch. Missing values, and those that no axis shows, are
    /// left out of the mean; a stretch of nothing else is a space.
    public static func text(_ values: [Double?], width: Int) -> String {
        precondition(width > 0, "Sparkline.text: a width of \(width) is too small")
        let means = stretches(values, count: min(width, values.count))
        let present = means.compactMap { $0 }
        guard let lowest = present.min(), let highest = present.max() else {
            return String(repeating: " ", count: means.count)
        }
        return String(
            means.map { mean in
                guard let mean else { return " " }
                // Of values that are all the same, the middle says neither low nor high.
                guard highest > lowest else { return blocks[3] }
                let place = (mean - lowest) / (highest - lowest)
                return blocks[Int((place * Double(blocks.count - 1)).rounded())]
            })
    }

    private static func stretches(_ values: [Double?], count: Int) -> [Double?] {
        (0..<count).map { index in
            let stretch = values[index * values.count / count..<(index + 1) * values.count / count]
            let present = stretch.compactMap { $0 }.filter { PlotAxis.canShow($0, on: .linear) }
            return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
        }
    }
}
