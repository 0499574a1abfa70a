extension ColorScale {
    /// The class of text that stands on cells at a level.
    func inkClassName(_ level: Int) -> String { "\(className(level))-ink" }

    /// The style rules of text on cells at some levels: dark on light ones, light on dark ones.
    func inkRules(_ levels: Set<Int>, on paper: ColorRamp.Paper) -> [String] {
        levels.sorted().map { level in
            let ink = ramp.ink(level: level, on: paper).hexadecimal
            return ".\(inkClassName(level)) { fill: \(ink); }"
        }
    }
}

extension ColorRamp {
    /// What can be read on the colour of a level.
    func ink(level: Int, on paper: Paper) -> Color {
        color(level: level, on: paper).lightness > 0.62
            ? Color(red: 0x1c, green: 0x21, blue: 0x28) : Color(red: 0xff, green: 0xff, blue: 0xff)
    }
}
