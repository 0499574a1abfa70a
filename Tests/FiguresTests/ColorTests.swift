import Figures
import Testing

struct ColorTests {
    /// Places of sRGB's corners in OKLCH, from the reference implementation of OKLab.
    @Test(arguments: [
        (0.0, 0.0, 0.0, "#000000"), (1, 0, 0, "#ffffff"), (0.62796, 0.25768, 29.234, "#ff0000"),
        (0.86644, 0.29483, 142.495, "#00ff00"), (0.45201, 0.31321, 264.052, "#0000ff"),
    ])
    func screenCornersAreMet(lightness: Double, chroma: Double, hue: Double, code: String) {
        #expect(Color(lightness: lightness, chroma: chroma, hue: hue).hexadecimal == code)
    }

    @Test func chromaGivesWayToLightness() {
        let color = Color(lightness: 0.9, chroma: 0.4, hue: 264)
        #expect(abs(color.lightness - 0.9) < 0.01)
    }

    @Test(arguments: ColorRamp.Paper.allCases)
    func sequentialRampIsEvenInLightness(paper: ColorRamp.Paper) {
        let lightness = (0..<ColorRamp.levelCount).map {
            ColorRamp.sequential.color(level: $0, on: paper).lightness
        }
        let direction = paper == .light ? -1.0 : 1.0
        let steps = zip(lightness.dropFirst(), lightness).map { ($0 - $1) * direction }
        let mean = steps.reduce(0, +) / Double(steps.count)
        #expect(steps.allSatisfy { $0 > 0 && abs($0 - mean) < 0.006 })
        #expect(mean * Double(steps.count) > 0.6)
    }

    @Test(arguments: ColorRamp.Paper.allCases)
    func divergingRampMirrorsLightnessAboutItsMiddle(paper: ColorRamp.Paper) {
        let middle = ColorRamp.levelCount / 2
        let direction = paper == .light ? -1.0 : 1.0
        var before = ColorRamp.diverging.color(level: middle, on: paper).lightness
        for distance in 1...middle {
            let pair = [middle - distance, middle + distance].map {
                ColorRamp.diverging.color(level: $0, on: paper)
            }
            #expect(abs(pair[0].lightness - pair[1].lightness) < 0.012)
            #expect((pair[0].lightness - before) * direction > 0)
            before = pair[0].lightness
        }
    }

    @Test func scaleFitsAmountsFromZero() {
        let scale = ColorScale(fitting: [2, 8, .nan, .infinity])
        #expect(scale.range == 0...8)
        #expect(scale.ramp == .sequential)
        #expect(scale.fraction(of: 2) == 0.25)
        #expect(scale.level(of: .nan) == nil)
        #expect(scale.level(of: 9) == ColorRamp.levelCount - 1)
    }

    @Test func scaleOfSignedValuesHasZeroInTheMiddle() {
        let scale = ColorScale(fitting: [-1, 4])
        #expect(scale.range == -4...4)
        #expect(scale.ramp == .diverging)
        #expect(scale.level(of: 0) == ColorRamp.levelCount / 2)
    }

    @Test(arguments: [[], [0, 0], [.nan], [3.4e38, -3.4e38], [1e-38]] as [[Float]])
    func scaleOfOddValuesIsUsable(values: [Float]) {
        let scale = ColorScale(fitting: values)
        #expect(scale.range.lowerBound < scale.range.upperBound)
        #expect(values.allSatisfy { !$0.isFinite || scale.level(of: $0) != nil })
    }

    @Test(arguments: [
        ("#000000", 16), ("#ffffff", 231), ("#ff0000", 196), ("#5f87af", 67), ("#808080", 244),
        ("#262626", 235),
    ])
    func paletteHasTheNearestColor(code: String, index: Int) throws {
        let value = try #require(UInt32(code.dropFirst(), radix: 16))
        let color = Color(
            red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
        #expect(TerminalColors.paletteIndex(of: color) == index)
    }
}
