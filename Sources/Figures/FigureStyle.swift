/// The looks that all figures share: type, paper, ink and series colours, in light and in dark.
///
/// Rules are plain declarations under one root class: figures set into the same page do not
/// disturb it, and renderers without custom properties or media queries show the light form.
enum FigureStyle {
    /// Sizes of type, in pixels.
    static let titleSize = 15.0
    static let labelSize = 12.0
    static let noteSize = 11.0
    static let smallSize = 9.0
    /// The space around a figure, in pixels.
    static let margin = 20.0

    /// About how many pixels a heading takes. The bold of the fonts that stand in for others on many
    /// machines (DejaVu, Noto) is a fifth wider than common type.
    static func titleWidth(_ text: String) -> Double {
        1.2 * TextWidth.pixels(text, fontSize: titleSize)
    }

    /// A figure's title, with its upper edge at `y`; nothing for an empty one.
    static func heading(_ title: String, y: Double) -> [SVGElement] {
        title.isEmpty ? [] : [.text(title, x: margin, y: y + 13, class: "title")]
    }

    /// The height of a title, with the space below it; 0 for an empty one.
    static func headingHeight(_ title: String) -> Double { title.isEmpty ? 0 : 30 }

    /// How far below a line's middle its baseline lies, as a part of the type's size.
    static let middleToBaseline = 0.35

    /// Series colours: OKLCH hues told apart by all common kinds of colour vision, lightness
    /// varying a little from neighbour to neighbour.
    static let seriesHues: [(hue: Double, lift: Double)] = [
        (255, 0), (45, 0.08), (165, 0.02), (320, -0.02), (85, 0.14), (220, 0.12),
    ]

    /// The dashes of the series at a place in the order of first appearance: none while colours
    /// suffice, then others at each repetition of the colours.
    static func dashes(_ index: Int) -> String? {
        let repetition = index / seriesHues.count
        guard repetition > 0 else { return nil }
        return ["5 3", "2 3", "8 3 2 3"][(repetition - 1) % 3]
    }

    /// The colour of the series at a place in the order of first appearance.
    static func seriesColor(_ index: Int, on paper: ColorRamp.Paper) -> Color {
        let (hue, lift) = seriesHues[index % seriesHues.count]
        let base = paper == .light ? 0.52 : 0.72
        return Color(lightness: base + lift * 0.8, chroma: 0.15, hue: hue)
    }

    /// A whole document: the picture on painted paper, with its style.
    ///
    /// - Parameters:
    ///   - description: what the figure shows, for those who cannot see it.
    ///   - rules: the figure's own rules for each paper, without the root class.
    static func document(
        width: Double, height: Double, description: String,
        rules: (ColorRamp.Paper) -> [String], contents: [SVGElement]
    ) -> String {
        let size = (width: width.rounded(.up), height: height.rounded(.up))
        let (right, bottom) = (SVGElement.number(size.width), SVGElement.number(size.height))
        let root = SVGElement(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("class", "calque-figure"),
                ("width", right), ("height", bottom), ("viewBox", "0 0 \(right) \(bottom)"),
                ("role", "img"), ("aria-label", description),
            ],
            [
                SVGElement("style", text: styleSheet(rules: rules)),
                .rectangle(x: 0, y: 0, width: size.width, height: size.height, class: "paper"),
            ] + contents)
        return root.xml + "\n"
    }

    private static func styleSheet(rules: (ColorRamp.Paper) -> [String]) -> String {
        let light = scoped(typeRules + paperRules(.light) + rules(.light))
        let dark = scoped(paperRules(.dark) + rules(.dark))
        return "\n\(light)\n@media (prefers-color-scheme: dark) {\n\(dark)\n}\n"
    }

    private static func scoped(_ rules: [String]) -> String {
        rules.map { ".calque-figure \($0)" }.joined(separator: "\n")
    }

    static let typeRules = [
        """
        text { font-family: Inter, Helvetica Neue, Helvetica, Arial, Noto Sans, \
        Noto Sans CJK SC, sans-serif; font-size: \(px(labelSize)); }
        """,
        ".title { font-size: \(px(titleSize)); font-weight: 600; }",
        ".heading { font-weight: 600; }",
        ".note { font-size: \(px(noteSize)); font-weight: 400; }",
        ".tick { font-size: \(px(noteSize)); font-variant-numeric: tabular-nums; }",
        ".small { font-size: \(px(smallSize)); }",
        ".cells rect { shape-rendering: crispEdges; }",
    ]

    private static func px(_ size: Double) -> String {
        SVGElement.number(size) + "px"
    }

    static func paperRules(_ paper: ColorRamp.Paper) -> [String] {
        let (ground, ink, muted, hair, axis) =
            paper == .light
            ? ("#ffffff", "#1c2128", "#626b77", "#e6e8ec", "#a3abb6")
            : ("#14171c", "#e4e7eb", "#98a1ad", "#2a2f37", "#5a636f")
        return [
            ".paper { fill: \(ground); }",
            "text { fill: \(ink); }",
            ".note { fill: \(muted); }",
            ".tick { fill: \(muted); }",
            ".hair { stroke: \(hair); stroke-width: 1; fill: none; }",
            ".axis { stroke: \(axis); stroke-width: 1; fill: none; }",
            ".mark { stroke: \(axis); stroke-width: 1; stroke-dasharray: 3 3; }",
        ]
    }
}
