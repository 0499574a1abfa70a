/// The colours a terminal can show.
public enum TerminalColors: Sendable, CaseIterable {
    /// None: pictures are drawn in shades (` ░▒▓█`), without escape sequences.
    case none
    /// The 256 colours of xterm.
    case palette256
    /// 24 bits a colour.
    case trueColor

    /// The escape sequence after which characters lie on `color`; empty without colours.
    func background(_ color: Color) -> String {
        code(for: color, selector: 48)
    }

    /// The escape sequence after which characters are drawn in `color`; empty without colours.
    func foreground(_ color: Color) -> String {
        code(for: color, selector: 38)
    }

    /// The escape sequence that ends colours; empty without colours.
    var reset: String {
        self == .none ? "" : "\u{1B}[0m"
    }

    /// Select Graphic Rendition (ECMA-48, 8.3.117) with the colour forms of ITU-T T.416.
    private func code(for color: Color, selector: Int) -> String {
        switch self {
        case .none: ""
        case .palette256: "\u{1B}[\(selector);5;\(Self.paletteIndex(of: color))m"
        case .trueColor: "\u{1B}[\(selector);2;\(color.red);\(color.green);\(color.blue)m"
        }
    }

    /// The nearest colour of xterm's 6 × 6 × 6 cube (16 to 231) and its 24 greys (232 to 255).
    package static func paletteIndex(of color: Color) -> Int {
        let cubeSteps = [0, 95, 135, 175, 215, 255]
        let channels = [Int(color.red), Int(color.green), Int(color.blue)]
        let places = channels.map { channel in
            cubeSteps.indices.min {
                abs(cubeSteps[$0] - channel) < abs(cubeSteps[$1] - channel)
            } ?? 0
        }
        let grey = min(max((channels.reduce(0, +) / 3 - 3) / 10, 0), 23)
        let cubeDistance = zip(channels, places).reduce(0) { sum, pair in
            sum + (pair.0 - cubeSteps[pair.1]) * (pair.0 - cubeSteps[pair.1])
        }
        let greyDistance = channels.reduce(0) { sum, channel in
            sum + (channel - (8 + 10 * grey)) * (channel - (8 + 10 * grey))
        }
        if greyDistance < cubeDistance { return 232 + grey }
        return 16 + 36 * places[0] + 6 * places[1] + places[2]
    }
}
