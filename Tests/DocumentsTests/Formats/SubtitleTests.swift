import Documents
import Testing

@Suite struct SubtitleTests {
    private let srt = DocumentFormat.subRip
    private let vtt = DocumentFormat.webVTT

    private func cues(_ texts: String...) -> String {
        texts.enumerated().map { number, text in
            "\(number + 1)\n00:00:0\(number),000 --> 00:00:0\(number + 1),000\n\(text)\n"
        }.joined(separator: "\n")
    }

    private func segments(_ texts: String...) throws -> [String] {
        let text = texts.enumerated().map { number, text in
            "\(number + 1)\n00:00:0\(number),000 --> 00:00:0\(number + 1),000\n\(text)\n"
        }.joined(separator: "\n")
        return try srt.read(Array(text.utf8)).segments.map(\.content.text)
    }

    @Test(arguments: [
        "", "1\n", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHi <i>you\r\nthere</i>\r\n\r\n2\r\n",
        "\u{FEFF}1\n00:00:01,000 --> 00:00:02,000\n\n\n\n2\n00:00:02,000 --> 00:00:03,000\nA\n\nB\n",
        "1\n00:00:01,000 --> 00:00:02,000 X1:40\n{\\an8}- A --> b\n- <b>C\n", "-->\n--> x\n",
    ])
    func subRipStaysWithoutChanges(text: String) throws {
        try srt.checkIdentity(Array(text.utf8))
    }

    @Test(arguments: [
        "WEBVTT",
        "WEBVTT - x\r\n\r\nNOTE a\r\nb\r\n\r\nid\r\n00:01.000 --> 00:02.000 align:end\r\nA &amp; b\r\n",
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:x\n\n00:01.000 --> 00:02.000\n<v Bob>A <c.x.y>b</c>\n",
    ])
    func webVTTStaysWithoutChanges(text: String) throws {
        try vtt.checkIdentity(Array(text.utf8))
    }

    @Test(arguments: ["<", "{\\"])
    func beginningsOfMarksTakeNoTime(mark: String) throws {
        let start = ContinuousClock.now
        _ = try segments("a " + String(repeating: mark, count: 20_000))
        #expect(start.duration(to: .now) < .seconds(6))
    }

    @Test func numbersTimesAndSettingsStay() throws {
        let text = """
            WEBVTT - Title

            NOTE this stays

            intro
            00:01.000 --> 00:02.000 align:start
            <v Bob>Fish &amp; <c.yellow>chips</c>.

            """
        let expected = """
            WEBVTT - Title

            NOTE this stays

            intro
            00:01.000 --> 00:02.000 align:start
            <v Bob>FISH &amp; <c.yellow>CHIPS</c>.

            """
        #expect(try vtt.translated(text) == expected)
    }

    @Test func aSentenceGoesOverCues() throws {
        #expect(
            try segments("This goes on", "and ends. Here", "is more.", "New one.") == [
                "This goes onand ends. Hereis more.", "New one.",
            ])
        let text = cues("This goes on", "and ends here.")
        #expect(try srt.translated(text) == cues("THIS GOES ON", "AND ENDS HERE."))
    }

    @Test func speakersAndSoundsAreApart() throws {
        #expect(
            try segments("- Who are you?\n- Nobody", "- Really", "[DOOR OPENS]", "♪ la la ♪")
                == ["Who are you?", "Nobody", "Really", "[DOOR OPENS]", "la la"])
    }

    @Test func aFileWithoutFullStopsIsNotOneSentence() throws {
        #expect(try segments("a", "b", "c", "d", "e", "f", "g").count == 2)
    }

    @Test func tagsThatHoldOverABreakAreClosedAndOpened() throws {
        let text = cues("<i>one two", "three</i> four.")
        #expect(try srt.translated(text) == cues("<i>ONE TWO</i>", "<i>THREE</i> FOUR."))
    }

    @Test func noCueIsEmpty() throws {
        let text = cues("one two three", "four five six.")
        func moved(_ words: String) throws -> String {
            try srt.translated(text) { content in
                InlineContent(
                    [.text(words)]
                        + content.elements.filter { if case .code = $0 { true } else { false } })
            }
        }
        // The break at the end leaves nothing for the second cue.
        #expect(try moved("eins zwei drei vier") == cues("eins zwei", "drei vier"))
        // Fewer words than cues.
        #expect(try moved("Ja.") == cues("Ja.", "Ja."))
        // No words.
        #expect(try moved("") == text)
    }

    @Test func aFullStopStaysWithItsWord() throws {
        let text = cues("one two", "three.")
        let result = try srt.translated(text) { content in
            let breaks = content.elements.filter { if case .code = $0 { true } else { false } }
            return InlineContent([.text("eins zwei drei")] + breaks + [.text(". Vier")])
        }
        #expect(result == cues("eins zwei drei.", "Vier"))
    }

    @Test func linesAreWrappedAgain() throws {
        let text = cues("one two three four")
        let long = "Dieser Satz ist so lang, dass er nicht in eine einzige Zeile passt."
        let result = try srt.translated(text) { _ in InlineContent(text: long) }
        let lines = result.split(separator: "\n").dropFirst(2)
        #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 42 })
        #expect(lines.joined(separator: " ") == long)
    }

    @Test func arrowsAreNotDamaged() throws {
        #expect(try srt.translated(cues("a --> b")) == cues("A --> B"))
        let made = try srt.translated(cues("a b")) { _ in InlineContent(text: "x --> y") }
        #expect(!made.split(separator: "\n")[2].contains("-->"))
    }
}
