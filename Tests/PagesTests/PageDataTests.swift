import Foundation
import Pages
import Testing

struct PageDataTests {
    @Test(arguments: [
        (0.821_345_6, "0.8213"), (0.5, "0.5"), (1, "1"), (-12.345_6, "-12.35"),
        (0.001_234_56, "0.001235"),
        (0.000_123_456, "1.235e-4"), (3e-12, "3e-12"), (9_999.9, "1e4"), (999.96, "1000"),
        (123_456.7, "1.235e5"), (0.099_999, "0.1"), (0.000_999_96, "0.001"), (-0.25, "-0.25"),
        (0, "0"),
        (1e-301, "0"), (1_234, "1234"), (1_200, "1200"), (2e30, "2e30"),
    ])
    func numbersHaveFourDigits(value: Double, expected: String) throws {
        #expect(PageData.fourDigits(value) == expected)
        let read = try #require(Double(expected))
        #expect(abs(read - value) <= 5.001e-4 * abs(value) + 1e-300)
    }

    @Test func everyNumberComesBackWithinFourDigits() throws {
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let exponent = Double(Int(state >> 59)) - 16
            let value = (Double(state >> 11 & 0xFFFFF) / 1e6 - 0.5) * pow(10, exponent)
            let read = try #require(Double(PageData.fourDigits(value)))
            #expect(abs(read - value) <= 5.001e-4 * abs(value), "\(value)")
        }
    }

    @Test func whatIsNoFractionStaysAsItIs() throws {
        struct Value: Codable, Equatable {
            var count = 1_234_567
            var text = "3.14159265 and -2.71828182e-5"
            var key = ["1.23456789": true]
            var nothing: Int? = nil
            var limit = -9_007_199_254_740_993
        }
        let json = try PageData.json(of: Value())
        #expect(try JSONDecoder().decode(Value.self, from: Data(json.utf8)) == Value())
    }

    @Test func fractionsAreShortened() throws {
        let json = try PageData.json(of: [[Float(0.123_456_78), 0], [1e-7, -1.5]])
        #expect(json == "[[0.1235,0],[1e-7,-1.5]]")
    }

    @Test func hostileTextComesBackAndIsHarmless() throws {
        let texts = [
            "</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;&amp;",
            "\u{2028}\u{2029}", "\u{202E}live\u{202C}", "\"quoted\" \\ back",
            "\0\u{1}\u{1B}[31m\u{7F}\r\n\t", "👩‍👩‍👧‍👦 e\u{301}", "שלום مرحبا", "\\u003c", "“”",
            "\u{E2}\u{80}\u{A8}",
        ]
        for text in texts {
            let json = try PageData.json(of: [text: [text]])
            let harmful: [Unicode.Scalar] = ["<", ">", "&", "\u{2028}", "\u{2029}"]
            #expect(!json.unicodeScalars.contains { harmful.contains($0) || $0.value < 0x20 })
            let read = try JSONDecoder().decode([String: [String]].self, from: Data(json.utf8))
            #expect(read == [text: [text]])
        }
    }

    @Test func numbersThatJSONLacksAreStrings() throws {
        #expect(try PageData.json(of: [Float.nan, .infinity]) == #"["NaN","Infinity"]"#)
    }
}
