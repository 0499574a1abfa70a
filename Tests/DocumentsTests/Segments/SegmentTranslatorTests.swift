import Basics
import Documents
import Testing
import Translation

@Suite("Segments are translated with what is protected in them")
struct SegmentTranslatorTests {
    private func translation(
        _ text: String, _ lines: MadeLines
    ) async throws -> SegmentTranslation {
        try await SegmentTranslator(lines).translate([InlineContent(text: text)])[0]
    }

    @Test(
        "What the vocabulary lacks is seen as a mask, and comes back",
        arguments: [
            ("If 5 < 8 then", "If 5 QXZ1 8 then"), ("the 日本語 日本 house", "the QXZ1 house"),
            ("a “red” house", "a “red” house"), ("the Ščx house → here", "the Ščx house QXZ1 here"),
            ("a→b", "a QXZ1 b"), ("the house", "the house"),
            ("a × b", "a QXZ1 b"), ("é ÷ ñ ×", "é QXZ1 ñ QXZ2"), ("an § or ٪", "an QXZ1 or QXZ2"),
        ])
    func unknown(text: String, seen: String) async throws {
        var lines = MadeLines { $0 }
        lines.unknown = "<>日本語“”Š→×÷§٪"
        let result = try await translation(text, lines)
        #expect(lines.seen.lines == [seen])
        #expect(result.content.text == text)
        #expect(result.warnings.isEmpty)
    }

    @Test("A segment of which the vocabulary has no letter stays as it is, and that is said")
    func unknownWhole() async throws {
        var lines = MadeLines { $0.uppercased() }
        lines.unknown = "日本語"
        let result = try await translation("日本 日本語 5", lines)
        #expect(lines.seen.lines.isEmpty)
        #expect(result.content.text == "日本 日本語 5")
        #expect(result.warnings.count == 1)
    }

    @Test("A text that has all letters that might be marks comes back as the model has it")
    func noMarks() async throws {
        let lines = MadeLines { $0 }
        let text = "𓀀 and 𒀀 with %s, {name}"
        let result = try await translation(text, lines)
        #expect(lines.seen.lines == [text] && result.content.text == text)
        #expect(result.protected.isEmpty)
    }

    @Test("What a model keeps comes back where it put it")
    func kept() async throws {
        let lines = MadeLines { $0.split(separator: " ").reversed().joined(separator: " ") }
        let result = try await translation("open {name} in https://x.org now", lines)
        #expect(result.content.text == "now https://x.org in {name} open")
        #expect(result.protected.map(\.outcome) == [.kept, .kept])
        #expect(result.warnings.isEmpty)
        #expect(lines.seen.lines == ["open QXZ1 in QXZ2 now"])
        #expect(result.alignment?.line == "open {name} in https://x.org now")
        #expect(result.alignment?.text == result.content.text)
        #expect(result.alignment?.pieces[1].source == 15..<28)
    }

    @Test("A model sees one where a placeholder is of the singular")
    func singular() async throws {
        let lines = MadeLines { $0 }
        var one = InlineContent(text: "%d cat is here")
        one.isSingular = true
        let many = InlineContent(text: "%d cats are here")
        let results = try await SegmentTranslator(lines).translate([one, many])
        #expect(results.map(\.content) == [one, many])
        #expect(lines.seen.lines == ["1 cat is here", "12 cats are here"])
    }

    @Test("What it loses is tried with other masks, then put back and said")
    func lost() async throws {
        let lines = MadeLines { line in
            line.split(separator: " ").filter { !$0.contains { $0.isNumber } }
                .joined(separator: " ").uppercased()
        }
        let result = try await translation("the red %s house is old.", lines)
        #expect(lines.seen.lines.count == 3)
        #expect(result.content.text == "THE RED %s HOUSE IS OLD.")
        #expect(result.protected.map(\.outcome) == [.putBack])
        #expect(result.warnings.count == 1)
        #expect(result.warnings[0].contains("%s"))
        #expect(result.quality?.reasons.contains(.protectedText) == true)
    }

    @Test("The first mask that comes back is taken")
    func secondTry() async throws {
        let lines = MadeLines { $0.replacing("QXZ1", with: "") }
        let result = try await translation("the {name} house", lines)
        #expect(result.content.text == "the {name} house")
        #expect(result.protected.map(\.outcome) == [.kept])
    }

    @Test("Doubled masks become one, and a model may change how it writes them")
    func doubled() async throws {
        let lines = MadeLines { $0.replacing("QXZ1", with: "qxz 1 QXZ1") }
        let result = try await translation("the {name} house", lines)
        #expect(result.content.text == "the {name} house")
    }

    @Test("Ten masks and more are told apart")
    func many() async throws {
        let text = (1...25).map { "word {a\($0)}" }.joined(separator: " ")
        let lines = MadeLines { $0.replacing("word", with: "Wort") }
        let result = try await translation(text, lines)
        #expect(result.content.text == text.replacing("word", with: "Wort"))
    }

    @Test("Quotes around and joints between belong to one mask")
    func joined() async throws {
        let lines = MadeLines { $0 }
        _ = try await translation("cannot open `%s' at %s:%d, {n}px lib%s.so", lines)
        #expect(lines.seen.lines == ["cannot open QXZ1 at QXZ2, QXZ3 QXZ4"])
    }

    @Test("A number is seen where one is meant")
    func numbers() async throws {
        let lines = MadeLines { $0.replacing("files", with: "Dateien") }
        let result = try await translation("%d files of 12 and {count} files", lines)
        #expect(lines.seen.lines == ["13 files of 12 and 14 files"])
        #expect(result.content.text == "%d Dateien of 12 and {count} Dateien")
    }

    @Test("Values that come by their order keep it, and that is said")
    func order() async throws {
        let lines = MadeLines { _ in "QXZ2 of QXZ1" }
        let result = try await translation("%s has %f", lines)
        #expect(result.content.text == "%s of %f")
        #expect(result.protected.map(\.outcome) == [.reordered, .reordered])
        let numbered = try await translation("%1$s has %2$f", lines)
        #expect(numbered.content.text == "%2$f of %1$s")
    }

    @Test(
        "What has nothing to translate is not translated",
        arguments: ["", "  ", "123", "%s: %d", "https://x.org", "🙂", "— …", "{name}"])
    func nothing(text: String) async throws {
        let lines = MadeLines { _ in "X" }
        let result = try await translation(text, lines)
        #expect(result.content == InlineContent(text: text))
        #expect(lines.seen.lines.isEmpty)
    }

    @Test("Equal lines are translated once, and all in order")
    func once() async throws {
        let lines = MadeLines { $0.uppercased() }
        let texts = ["a house", "b", "a house", "the {x} house", "the {y} house"]
        let results = try await SegmentTranslator(lines)
            .translate(texts.map { InlineContent(text: $0) })
        #expect(lines.seen.lines == ["a house", "b", "the QXZ1 house"])
        #expect(
            results.map(\.content.text) == [
                "A HOUSE", "B", "A HOUSE", "THE {x} HOUSE", "THE {y} HOUSE",
            ])
    }

    @Test("Capitals are seen as a sentence and come back as capitals")
    func capitals() async throws {
        let lines = MadeLines { $0.replacing("door", with: "Straße") }
        let result = try await translation("OPEN THE DOOR {name}. CLOSE IT!", lines)
        #expect(lines.seen.lines == ["Open the door QXZ1. Close it!"])
        #expect(result.content.text == "OPEN THE STRASSE {name}. CLOSE IT!")
        #expect(result.alignment?.line == "OPEN THE DOOR {name}. CLOSE IT!")
        lines.seen.lines = []
        _ = try await translation("NASA", lines)
        _ = try await translation("USB OK", lines)
        _ = try await translation("OPEN the DOOR", lines)
        #expect(lines.seen.lines == ["NASA", "USB OK", "OPEN the DOOR"])
    }

    @Test("Of a message the words are translated, each by itself")
    func message() async throws {
        let lines = MadeLines {
            $0.replacing("files", with: "Dateien").replacing("file", with: "d'Datei")
                .replacing("You have", with: "Du hast")
        }
        let result = try await translation(
            "You have {count, plural, =0 {no files} one {# file} other {# files in {folder}}}.",
            lines)
        #expect(
            result.content.text
                == "Du hast {count, plural, =0 {no Dateien} one {# d'Datei} "
                + "other {# Dateien in {folder}}}.")
        #expect(lines.seen.lines == ["You have QXZ1.", "no files", "1 file", "12 files in QXZ2"])
    }

    @Test("Emoji and space at the ends are kept there, unseen")
    func edges() async throws {
        let lines = MadeLines { $0.uppercased() }
        let result = try await translation(" 🙂 hello you 👍🏽 ", lines)
        #expect(result.content.text == " 🙂 HELLO YOU 👍🏽 ")
        #expect(lines.seen.lines == ["hello you"])
    }

    @Test("Codes that carry text are masked, and so are tags in text carried")
    func codes() async throws {
        let code = InlineCode(id: 7, .alone, markup: "<code>x</code>", carriedText: "x")
        let lines = MadeLines { $0.uppercased() }
        let content = InlineContent([.text("press "), .code(code), .text(" <b>now</b> please")])
        let result = try await SegmentTranslator(lines).translate([content])[0]
        #expect(lines.seen.lines == ["press QXZ1 now please"])
        #expect(result.content.codes == [code])
        #expect(result.content.text.contains("<b>"))
        #expect(result.content.text.contains("</b>"))
        #expect(result.protected.map(\.kind) == [.code])
    }

    @Test("Alternatives get their protected text as well")
    func alternatives() async throws {
        var lines = MadeLines { $0 }
        lines.alternatives = ["a QXZ1 house", "the house"]
        let result = try await translation("the {name} house", lines)
        #expect(result.alternatives.map(\.text) == ["a {name} house", "the {name} house"])
    }

    @Test(
        "Every protected text comes back exactly once, whatever the model does", arguments: 0..<300)
    func property(seed: Int) async throws {
        var random = RandomSource(seed: UInt64(seed))
        let protected = [
            "{a}", "%1$s", "https://x.org/y", "a@b.org", "🙂🙂", "5 kg", "%(n)s", "`%s'", "{count}",
        ]
        let words = ["the", "Haus", "red.", "été", "QXZ", "12", "!", "家", "OLD", "(see"]
        var wanted: [String] = []
        let parts = (0..<Int.random(in: 1...14, using: &random)).map { number -> String in
            if Bool.random(using: &random) { return words.randomElement(using: &random) ?? "" }
            let text = (protected.randomElement(using: &random) ?? "")
                .replacing("a}", with: "a\(number)}")
            wanted.append(text)
            return text
        }
        let source = parts.joined(separator: " ")
        let lines = MadeLines { line in
            var random = RandomSource(seed: UInt64(line.utf8.count + seed))
            return line.split(separator: " ").flatMap { word in
                Array(repeating: String(word), count: Int.random(in: 0...2, using: &random))
            }.shuffled(using: &random).joined(separator: " ")
        }
        let target = try await translation(source, lines).content.text
        for text in Set(wanted) {
            #expect(
                target.components(of: text) == source.components(of: text),
                "\(text): \(source) | \(target)")
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
