import Figures
import Testing

struct HeatMapTerminalTests {
    private let map = HeatMap.attention(
        title: "Attention", target: ["我们", "e\u{301}te\u{301}", "Haus"],
        source: ["we", "have", "家"],
        weights: [1, 0.75, 0.5, 0.25, 0, 0, 0, 0, .nan])

    @Test func plainPicturesAreShades() {
        #expect(
            map.terminal(width: 80, colors: .none) == """
                Attention

                       h  \u{20}
                       a  \u{20}
                     w v  \u{20}
                     e e 家
                我们 ██▓▓▒▒
                 e\u{301}te\u{301} ░░   \u{20}
                Haus     ·\u{20}

                0   ░░░░▒▒▒▒▓▓▓▓████ 1  attention weight, target down, source across

                """)
    }

    @Test(arguments: TerminalColors.allCases, [16, 24, 33, 80])
    func linesKeepWithinTheWidth(colors: TerminalColors, width: Int) throws {
        let words = (0..<40).map { "Wörter und 言葉 \($0)" }
        let map = HeatMap(
            title: "A title that is longer than the screen is wide", rowLabels: words,
            columnLabels: words, values: .init(repeating: 0.5, count: 1600), valueTitle: "value")
        let text = map.terminal(width: width, colors: colors)
        let escape = try Regex("\u{1B}\\[[0-9;]*m")
        for line in text.replacing(escape, with: "").split(separator: "\n") {
            // The colour ramp with its two ends is 26 columns wide and is not cut.
            #expect(TextWidth.columns(String(line)) <= max(width, 26))
        }
    }

    @Test func everyColumnAppearsInSomeBand() {
        let map = HeatMap(
            rowLabels: ["r"], columnLabels: .init(repeating: "", count: 50),
            values: .init(repeating: 1, count: 50))
        let text = map.terminal(width: 20, colors: .none)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("r ") }
        #expect(rows.count == 6)
        #expect(rows.reduce(0) { $0 + $1.count { $0 == "█" } } == 100)
    }

    @Test func colorsAreSetAndReset() {
        let text = map.terminal(width: 80, colors: .trueColor)
        let full = ColorRamp.sequential.color(level: 64, on: .dark)
        #expect(text.contains("\u{1B}[48;2;\(full.red);\(full.green);\(full.blue)m  "))
        for line in text.split(separator: "\n") where line.contains("\u{1B}[48") {
            let last = line.components(separatedBy: "\u{1B}").last
            #expect(last?.hasPrefix("[0m") == true)
        }
        #expect(map.terminal(width: 80, colors: .palette256).contains("\u{1B}[48;5;"))
        #expect(!map.terminal(width: 80, colors: .none).contains("\u{1B}"))
    }

    @Test func labelsCannotSteerTheTerminal() {
        let map = HeatMap(
            title: "\u{1B}]0;x\u{7}", rowLabels: ["a\u{1B}[2J"], columnLabels: ["\u{1B}"],
            values: [1])
        #expect(!map.terminal(width: 40, colors: .none).contains("\u{1B}"))
    }
}

struct SparklineTests {
    @Test(
        arguments: [
            ([0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"),
            ([0, 0, 7, 7], 2, "▁█"),
            ([0, nil, 7], 3, "▁ █"),
            ([0, .infinity, .nan, 7], 4, "▁  █"),
            ([-1e308, 0, 1e308, 7], 4, " ▁ █"), ([1e308, 1e308, 0, 7], 2, " ▄"),
            ([3, 3, 3], 3, "▄▄▄"),
            ([1, 2], 10, "▁█"),
            ([nil, nil], 2, "  "),
            ([], 4, ""),
        ] as [([Double?], Int, String)])
    func heightsFollowValues(values: [Double?], width: Int, text: String) {
        #expect(Sparkline.text(values, width: width) == text)
    }
}

struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("house", 5), ("Häuser", 6), ("Ha\u{308}user", 6), ("日本語", 6), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("🇩🇪", 2),
        ("ｆｕｌｌ", 8), ("ｶﾅ", 2), ("👩‍👩‍👧", 2), ("❤\u{FE0F}", 2), ("a\u{200B}b", 2), ("हिन्दी", 3),
        ("▁the", 4), ("𠀀", 2), ("e\u{301}\u{323}", 1),
    ])
    func columnsAreThoseOfATerminal(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test(arguments: [
        ("house", 5, "house"), ("house", 4, "hou…"), ("house", 1, "…"), ("house", 0, ""),
        ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"),
        ("e\u{301}te\u{301}", 2, "e\u{301}…"), ("a\u{1B}[31mb", 9, "a\u{FFFD}[31mb"),
    ])
    func clippingKeepsWithinColumns(text: String, columns: Int, clipped: String) {
        #expect(TextWidth.clipped(text, toColumns: columns) == clipped)
    }

    @Test(arguments: ["", "a", "日本", "très long mot", "é👍語"], 0...7)
    func fittingFillsExactly(text: String, columns: Int) {
        for isRight in [false, true] {
            let fitted = TextWidth.fitted(text, toColumns: columns, alignedRight: isRight)
            #expect(TextWidth.columns(fitted) == columns)
        }
    }

    @Test func pixelsGrowWithTextAndSize() {
        let narrow = TextWidth.pixels("illi", fontSize: 10)
        let wide = TextWidth.pixels("WMWM", fontSize: 10)
        #expect(narrow < wide)
        #expect(TextWidth.pixels("日本", fontSize: 10) == 20)
        #expect(TextWidth.pixels("illi", fontSize: 20) == 2 * narrow)
    }
}
