import Documents
import Testing

@Suite struct MarkdownTests {
    private let format = DocumentFormat.markdown

    private func segments(_ text: String) throws -> [String] {
        try format.read(Array(text.utf8)).segments.map { segment in
            segment.content.elements.map { element in
                switch element {
                case .text(let text): return text
                case .code(let code):
                    return code.role == .alone
                        ? "<\(code.carriedText ?? "")>" : code.role == .begin ? "(" : ")"
                }
            }.joined()
        }
    }

    @Test(arguments: [
        "", "\r\n", "\u{FEFF}# a\r\n\r\nb\rc", "---\na: b\n---\n# x\n",
        "- a\n\t- b\n\n\t\tc\n> - d\n>   e\nf\n",
        "| a | b |\n|---|:-:|\n| `x\\|y` | z |\n| only\n", "```\n*a*\n",
        "[a]: <b c> \"t\"\n[a][] ![x](y 'z')\n",
        "*a **b _c_ d** e* ~~f~~ `` ` `` \\* &nbsp; <b>x</b> <!-- c -->  \nz\\\ny\n",
        "a[^1]\n\n[^1]: b\n    c\n\n- [ ] d\n", "<div>\n*a*\n</div>\n\n$$\nx\n$$\n",
        "Title\n=====\n\nb\n---\n\n***\n", "!!! note \"T\"\n    body text\n",
    ])
    func staysWithoutChanges(text: String) throws {
        try format.checkIdentity(Array(text.utf8))
    }

    @Test(arguments: [
        ("# One *two* #\n\nThree\n=====\n", "# ONE *TWO* #\n\nTHREE\n=====\n"),
        (
            "a [b](c \"d\") ![e](f 'g') <http://h> `i`\n",
            "A [B](c \"D\") ![E](f 'G') <http://h> `i`\n"
        ),
        ("[![badge](a)](b)\n", "[![BADGE](a)](b)\n"),
        ("# a b \t ### \n## c#\n# ##\n#d\n", "# A B \t ### \n## C#\n# ##\n#D\n"),
        ("a|b\n:-|-:\nc|d\n", "A|B\n:-|-:\nC|D\n"), ("a|b\n:|-:\nc|d\n", "A|B\n:|-:\nC|D\n"),
        (
            "[a] [b][] [c][a]\n\n[a]: x 'T'\n[b]: y\n",
            "[A][a] [B][b] [C][a]\n\n[a]: x 'T'\n[b]: y\n"
        ),
        ("- a\n  b\n  - c\n\n    d\n", "- A\n  B\n  - C\n\n    D\n"),
        ("> a\n> b\nc\n", "> A\n> B\n> C\n"),
        ("| a | b |\n| - | - |\n| c | `d` e |\n", "| A | B |\n| - | - |\n| C | `d` E |\n"),
        (
            "```x\ncode\n```\n\n    code\n\n<p>\nhtml\n\ntext\n",
            "```x\ncode\n```\n\n    code\n\n<p>\nhtml\n\nTEXT\n"
        ),
        ("a  \nb\\\nc\n", "A  \nB\\\nC\n"),
        ("> [!NOTE]\n> text\n", "> [!NOTE]\n> TEXT\n"),
        ("## a {#id}\n", "## A {#id}\n"), ("a[^1]\n\n[^1]: b\n", "A[^1]\n\n[^1]: B\n"),
        ("- [x] a\n", "- [x] A\n"), ("&copy; a &rarr; b\n", "&copy; A &rarr; B\n"),
        (
            "a :smile: https://b.c/d_e_f. $x_1$ costs $5\n",
            "A :smile: https://b.c/d_e_f. $x_1$ COSTS $5\n"
        ),
        ("!!! note\n    body\n", "!!! note\n    BODY\n"),
    ])
    func wordsAreReplacedInPlace(text: String, expected: String) throws {
        #expect(try format.translated(text) == expected)
    }

    @Test(arguments: [
        "# The" + String(repeating: " ", count: 20_000) + "x\n",
        "a\n-" + String(repeating: " ", count: 20_000) + ":\n",
        String(repeating: "1\n", count: 20_000),
    ])
    func longLinesAndMuchTextTakeNoTime(text: String) throws {
        let start = ContinuousClock.now
        _ = try format.read(Array(text.utf8))
        #expect(start.duration(to: .now) < .seconds(3))
    }

    /// From the examples of CommonMark's chapter on emphasis.
    @Test(arguments: [
        ("*foo bar*", "(foo bar)"), ("a * foo bar*", "a * foo bar*"), ("foo*bar*", "foo(bar)"),
        ("_foo bar_", "(foo bar)"), ("foo_bar_", "foo_bar_"), ("aa_\"bb\"_cc", "aa_\"bb\"_cc"),
        ("foo-_(bar)_", "foo-((bar))"), ("**foo bar**", "(foo bar)"),
        ("*foo**bar**baz*", "(foo(bar)baz)"),
        ("***foo** bar*", "((foo) bar)"), ("*foo **bar***", "(foo (bar))"), ("**foo*", "*(foo)"),
        ("*foo**", "(foo)*"), ("*foo _bar* baz_", "(foo _bar) baz_"), ("*[bar*](/url)", "*(bar*)"),
        ("foo***bar***baz", "foo((bar))baz"), ("*foo**bar*", "(foo**bar)"),
        ("~~a~~ ~b~ ~~~", "(a) (b) ~~~"),
        ("[foo [bar](u)](v)", "[foo (bar)](v)"), ("`*a*`b*", "<*a*>b*"),
        ("\\*a\\* <b>x</b>", "*a* (x)"),
    ])
    func emphasisIsCommonMarks(text: String, expected: String) throws {
        #expect(try segments(text) == [expected])
    }

    @Test(arguments: [
        ("a", "2 * 3 *x* _y_ z_z", "2 * 3 \\*x\\* \\_y\\_ z_z"),
        ("a", "`x` <b> a<b &amp; &", "\\`x\\` \\<b> a\\<b \\&amp; &"),
        ("a", "[x](y) [z] c:\\d \\*", "[x\\](y) [z] c:\\d \\\\\\*"), ("a", "- x", "\\- x"),
        ("a", "12. x", "12\\. x"),
        ("a", "# x", "\\# x"), ("a", "> x", "\\> x"), ("a", "+1 a", "+1 a"), ("a", "= a", "= a"),
        ("# a", "x #", "# x \\#"),
        ("a", "Hi!", "Hi!"), ("a", "[x]: y", "\\[x\\]: y"),
    ])
    func whatWouldBecomeMarkupIsEscaped(text: String, words: String, expected: String) throws {
        let result = try format.translated(text) { content in
            InlineContent(text: words)
        }
        #expect(result == expected)
        // Which reads as what was meant.
        let read = try format.read(Array(result.utf8))
        #expect(read.segments.map { $0.content.text } == [words.trimmingSpaces])
    }

    @Test func barsInCellsAreEscaped() throws {
        let text = "| a |\n|---|\n| b |\n"
        let result = try format.translated(text) { InlineContent(text: $0.text + " | x") }
        #expect(result == "| a \\| x |\n|---|\n| b \\| x |\n")
    }

    @Test func emphasisThatAsterisksCannotSayIsHTML() throws {
        let result = try format.translated("*a* b") { content in
            InlineContent([
                content.elements[0], .text("Wort:"), content.elements[2], .text("weiter"),
            ])
        }
        #expect(result == "<em>Wort:</em>weiter")
        let inside = try format.translated("_a_ b") { content in
            InlineContent([.text("Wort"), content.elements[0], .text("teil"), content.elements[2]])
        }
        #expect(inside == "Wort*teil*")
        let spaced = try format.translated("**a** b") { content in
            InlineContent([
                .text("x"), content.elements[0], .text(" a "), content.elements[2], .text("b"),
            ])
        }
        #expect(spaced == "x **a** b")
        let empty = try format.translated("**a** b") { content in
            InlineContent([.text("x "), content.elements[0], content.elements[2]])
        }
        #expect(empty == "x")
    }

    @Test func anExclamationBeforeALinkMakesNoPicture() throws {
        let result = try format.translated("a [b](c)") { content in
            InlineContent([.text("Hi!")] + content.elements.dropFirst())
        }
        #expect(result == "Hi\\![b](c)")
    }

    @Test func wrappedTextIsWrappedWithItsPrefix() throws {
        let text = "> - aaa bbb ccc\n>   ddd eee\n"
        let result = try format.translated(text) {
            InlineContent(text: $0.text + " - " + $0.text)
        }
        #expect(result == "> - aaa bbb ccc\n>   ddd eee -\n>   aaa bbb ccc\n>   ddd eee\n")
    }

    @Test func wordsInReverseKeepTheirCodes() throws {
        let text = "See *the [red house](u)* and `x`."
        let result = try format.translated(text, by: FakeTranslation.reversed)
        #expect(result == ".`x` and *[house red](u) the* See")
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        split(separator: " ").joined(separator: " ")
    }
}
