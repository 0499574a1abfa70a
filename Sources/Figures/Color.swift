import Foundation

/// A colour of the sRGB screen space, eight bits a channel.
package struct Color: Sendable, Hashable {
    /// The red channel, 0 to 255.
    package let red: UInt8
    /// The green channel, 0 to 255.
    package let green: UInt8
    /// The blue channel, 0 to 255.
    package let blue: UInt8

    /// A colour from its channels.
    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour at a place of OKLCH, the polar form of Björn Ottosson's OKLab (2020), in which
    /// equal steps of lightness look equal.
    ///
    /// Where a screen cannot show so much chroma, the largest that it can show is taken: lightness
    /// and hue stay.
    ///
    /// - Parameters:
    ///   - lightness: 0 is black, 1 is white.
    ///   - chroma: 0 is grey; screens end somewhere between 0.1 and 0.3.
    ///   - hue: an angle in degrees; 30 is red, 90 yellow, 145 green, 260 blue.
    package init(lightness: Double, chroma: Double, hue: Double) {
        var shown = Self.linearChannels(lightness: lightness, chroma: chroma, hue: hue)
        if !Self.isOnScreen(shown) {
            var (possible, impossible) = (0.0, chroma)
            for _ in 0..<12 {
                let middle = (possible + impossible) / 2
                shown = Self.linearChannels(lightness: lightness, chroma: middle, hue: hue)
                if Self.isOnScreen(shown) { possible = middle } else { impossible = middle }
            }
            shown = Self.linearChannels(lightness: lightness, chroma: possible, hue: hue)
        }
        red = Self.encoded(shown[0])
        green = Self.encoded(shown[1])
        blue = Self.encoded(shown[2])
    }

    /// The notation of CSS, such as `#1f77b4`.
    package var hexadecimal: String {
        String(format: "#%02x%02x%02x", red, green, blue)
    }

    /// OKLab's lightness, 0 to 1.
    package var lightness: Double {
        let (r, g, b) = (Self.decoded(red), Self.decoded(green), Self.decoded(blue))
        let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    }

    /// Linear red, green and blue, which may lie outside 0...1.
    private static func linearChannels(
        lightness: Double, chroma: Double, hue: Double
    ) -> [Double] {
        let (a, b) = (chroma * cos(hue * .pi / 180), chroma * sin(hue * .pi / 180))
        let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
        let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
        let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
        return [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ]
    }

    private static func isOnScreen(_ channels: [Double]) -> Bool {
        channels.allSatisfy { $0 >= -0.0005 && $0 <= 1.0005 }
    }

    /// sRGB's transfer function (IEC 61966-2-1).
    private static func encoded(_ linear: Double) -> UInt8 {
        let value = min(max(linear, 0), 1)
        let curved = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
        return UInt8((curved * 255).rounded())
    }

    private static func decoded(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
