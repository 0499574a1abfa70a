import Figures
import Testing

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
