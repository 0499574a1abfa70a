/// The looks of figures as values, for a page whose script draws figures of its own.
package struct FigureLooks: Sendable, Encodable {
    /// What depends on whether the paper is light or dark.
    package struct Paper: Sendable, Encodable {
        /// The rules of style for everything but cells and series.
        let rules: [String]
        /// The colours of amounts from none to all.
        let levels: [String]
        /// The colours of signed numbers, from the lowest through 0 in the middle to the highest.
        let diverging: [String]
        /// The colours of series.
        let series: [String]
        /// The colour of what is known to be right, around a cell.
        let reference: String

        init(_ paper: ColorRamp.Paper, seriesCount: Int) {
            rules = FigureStyle.paperRules(paper)
            levels = Self.colors(of: .sequential, on: paper)
            diverging = Self.colors(of: .diverging, on: paper)
            reference =
                Color(
                    lightness: paper == .light ? 0.56 : 0.78, chroma: 0.16, hue: 50
                ).hexadecimal
            series = FigureStyle.seriesColors(seriesCount, on: paper).map(\.hexadecimal)
        }

        private static func colors(of ramp: ColorRamp, on paper: ColorRamp.Paper) -> [String] {
            (0..<ColorRamp.levelCount).map { ramp.color(level: $0, on: paper).hexadecimal }
        }
    }

    /// The rules of style for type.
    let type: [String]
    /// On light paper.
    let light: Paper
    /// On dark paper.
    let dark: Paper

    /// The looks of figures with so many series.
    package init(seriesCount: Int) {
        type = FigureStyle.typeRules
        light = Paper(.light, seriesCount: seriesCount)
        dark = Paper(.dark, seriesCount: seriesCount)
    }
}

extension FigureStyle {
    /// Colours for so many series at once: those of all figures while they suffice, else as many hues,
    /// evenly around the circle, with neighbours of unlike lightness.
    static func seriesColors(_ count: Int, on paper: ColorRamp.Paper) -> [Color] {
        guard count > seriesHues.count else {
            return (0..<count).map { seriesColor($0, on: paper) }
        }
        let base = paper == .light ? 0.5 : 0.7
        return (0..<count).map { place in
            Color(
                lightness: base + (place.isMultiple(of: 2) ? 0 : 0.12), chroma: 0.15,
                hue: 255 + 360 * Double(place) / Double(count))
        }
    }
}
