import Basics
import Documents
import TestSupport
import Testing

@Suite("Hostile HTML")
struct HTMLHostileTests {
    @Test(
        "that no browser would nest is refused in a sentence", arguments: ["<b>", "<div>", "<b a>"])
    func deep(_ tag: String) throws {
        #expect(
            try message { _ = try html("x\n" + String(repeating: tag, count: 100_000)) }
                == "The document, line 2: elements are nested, or never closed, more than 512 deep, which no browser reads "
                + "as it is written. Make it flatter.")
    }

    @Test("in which a link is in a link keeps the tags of what is carried together")
    func nestedLinks() throws {
        let text = "<p>one <a>two <kbd>x <a>y</a> z</kbd> three</a> four"
        let document = try DocumentFormat.html.read(Array(text.utf8))
        #expect(document.texts == ["one [1two [2] three1] four"])
        #expect(document.segments[0].content.codes[1].markup == "<kbd>x <a>y</a> z</kbd>")
    }

    @Test("with attributes without end is refused in a sentence")
    func attributes() throws {
        let attributes = (0..<600).map { "a\($0)" }.joined(separator: " ")
        #expect(
            try message { _ = try html("<p \(attributes)>x") }
                == "The document, line 1: an element has more than 512 attributes, which no browser reads "
                + "as it is written. Make it flatter.")
    }

    @Test("of which a parser makes far more than there is, is refused in a sentence")
    func clones() throws {
        let open = (0..<480).map { "<b a=\($0)>" }.joined()
        #expect(
            try message {
                _ = try html("<p>\(open)</p>" + String(repeating: "<p>x", count: 20_000))
            }
                == "The document makes far more elements than it has tags, as tags that never end do. "
                + "Close them.")
    }

    @Test(
        "is written as it was, however often it stands there",
        arguments: [
            "<%", "<!--", "</", "<", "a</i>", "<a b='x'>y</a>", "&", "<p>x", "<td>", "<br>",
            "<svg><path/></svg>",
            "<li><font>",
        ])
    func repetition(of part: String) throws {
        let source = String(repeating: part, count: 50_000)
        #expect(try html(source).isWritten(as: Array(source.utf8)))
    }

    @Test("at random is written as it was, and keeps every tag", arguments: 0..<40)
    func soup(seed: Int) throws {
        var random = RandomSource(seed: UInt64(seed), path: 17)
        for _ in 0..<50 {
            let any = Self.soup(Self.parts + Self.rawParts, &random)
            let isSameOfAny = try html(any).isWritten(as: Array(any.utf8))
            #expect(isSameOfAny, "\(any)")
            let source = Self.soup(Self.parts, &random)
            let document = try html(source)
            let isSame = try document.isWritten(as: Array(source.utf8))
            #expect(isSame, "\(source)")
            for segment in document.segments { #expect(isBalanced(segment.content), "\(source)") }
            for written in [
                try document.written { $0.uppercased }, try document.written { $0.reversed },
            ] {
                #expect(tags(written) == tags(source), "\(source)")
            }
        }
    }

    private static func soup(_ parts: [String], _ random: inout RandomSource) -> String {
        (0..<random.next(below: 30)).map { _ in parts[random.next(below: parts.count)] }.joined()
    }

    private static let parts = [
        "<p>", "</p>", "<b>", "</b>", "<i class=x>", "</i>", "<a href='y'>", "</a>", "<table>",
        "<tr>",
        "<td>", "</td>", "</table>", "<div>", "</div>", "<span translate=no>", "</span>", "<br>",
        "<code>", "</code>", "<img alt=\"a picture\">", "<li>", "<ul>", "</ul>", "<select>",
        "<option>",
        "</select>", "<svg>", "</svg>", "<pre>", "</pre>",
        "<i translate=yes>",
        "word", "two words", " ", "\n", "&amp;", "&nbsp;", "é", "1 < 2", "<!-- c -->", "<nobr>",
        "<body>", "</html>", "<h1>", "</h1>",
        "<form>", "</form>", "<button>", "</button>", "<template>", "</template>", "<math>", "<mi>",
    ]

    /// Parts behind which tags are text.
    private static let rawParts = [
        "<title>", "</title>", "<textarea>", "</textarea>", "<script>", "</script>", "<plaintext>",
        "<!--",
        "<![CDATA[", "<?", "<p", "&", "<a b='",
    ]

    private func isBalanced(_ content: InlineContent) -> Bool {
        var open: [Int] = []
        var seen: Set<Int> = []
        for code in content.codes {
            switch code.role {
            case .begin: open.append(code.id)
            case .end where open.popLast() != code.id: return false
            case .alone, .end: break
            }
            if code.role != .end, !seen.insert(code.id).inserted { return false }
        }
        return open.isEmpty
    }

    /// All tags, sorted; without what letters' case and order change.
    private func tags(_ text: String) -> [String] {
        text.lowercased().split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1)
            .filter { $0.first == "/" || $0.first?.isLetter == true || $0.first == "!" }
            .map { String($0.prefix { $0 != ">" && $0 != " " }) }.sorted()
    }
}
