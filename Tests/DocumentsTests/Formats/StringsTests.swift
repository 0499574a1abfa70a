import Basics
import Documents
import Foundation
import Testing

@Suite struct JSONFormatTests {
    private let json = DocumentFormat.json
    private let arb = DocumentFormat.arb

    @Test(arguments: [
        "{}", " [ ] ", "\"a\"", "\u{FEFF}{ \"a\" : \"b\" , \"a\":\"c\",\r\n\t\"n\": -1.50e+3}\n",
        "{\"a\":[[],{},[\"x y\",null,true,{\"b\":\"\\u00e9\\/\\n\\t\\\"\"}]]}",
    ])
    func staysWithoutChanges(text: String) throws {
        try json.checkIdentity(Array(text.utf8))
    }

    @Test(arguments: [
        (
            #"{"a b": "One two", "n": [1.50, "three"], "a b" : "x\ny"}"#,
            #"{"a b": "ONE TWO", "n": [1.50, "THREE"], "a b" : "X\nY"}"#
        ),
        // The way of escaping is kept.
        (#"{"a": "caf\u00E9 \/ <b>x<\/b>"}"#, #"{"a": "CAF\u00C9 \/ <b>X<\/b>"}"#),
        (#"{"a": "\u003cb\u003e é \"q\" \\"}"#, #"{"a": "\u003cb\u003e É \"Q\" \\"}"#),
        // What is for the program.
        (
            ##"{"a": "https://x.y/z", "b": "#fff000", "c": "2024-01-31", "d": "my_key", "e": "camelCase"}"##,
            ##"{"a": "https://x.y/z", "b": "#fff000", "c": "2024-01-31", "d": "my_key", "e": "camelCase"}"##
        ),
        (
            #"{"a": "{name}", "b": "image/png", "c": "a.b@c.de", "d": "save", "e": "Sign in"}"#,
            #"{"a": "{name}", "b": "image/png", "c": "a.b@c.de", "d": "SAVE", "e": "SIGN IN"}"#
        ),
        // Extensions of browsers.
        (
            #"{"a": {"message": "Go", "description": "Do go"}}"#,
            #"{"a": {"message": "GO", "description": "Do go"}}"#
        ),
        // Line ends and space at the ends stay.
        (#"{"a": " one\r\n two\n\n"}"#, #"{"a": " ONE\r\n TWO\n\n"}"#),
    ])
    func valuesAreTranslated(text: String, expected: String) throws {
        #expect(try json.translated(text) == expected)
    }

    @Test func bundlesHaveALanguageAndNotes() throws {
        let text = #"{"@@locale": "en", "a": "Hello", "@a": {"description": "Says hello"}}"#
        let expected = #"{"@@locale": "pt_BR", "a": "HELLO", "@a": {"description": "Says hello"}}"#
        let reading = DocumentReading(languages: .init(source: "en", target: "pt-BR"))
        #expect(try arb.translated(text, reading) == expected)
    }

    @Test func aMessageOfICUIsOneSegment() throws {
        let text = #"{"a": "{n, plural,\n one {# item}\n other {# items}}"}"#
        #expect(try json.read(Array(text.utf8)).segments.count == 1)
    }

    @Test func placesNameLineAndKeys() throws {
        let document = try json.read(Array("{\n\"a\": {\"b\": [\"x y\"]}}".utf8))
        #expect(document.segments.map(\.place) == ["line 2, a.b.0"])
    }

    @Test(arguments: [
        ("", 1), ("{", 1), ("{\n\"a\" \"b\"}", 2), ("[1,\n]", 2), ("{\"a\": \"b\n\"}", 1),
        ("[1] 2", 1),
        ("{\"a\": nul}", 1), ("[\n\n\"\\x\"]", 3), ("{'a': 1}", 1), ("[01]", 1), ("[\"\\", 1),
    ])
    func whatIsNotJSONSaysWhere(text: String, line: Int) throws {
        let error = #expect(throws: CalqueError.self) {
            try json.read(Array(text.utf8), DocumentReading(name: "x.json"))
        }
        #expect(error?.message.hasPrefix("x.json, line \(line): ") == true)
    }

    @Test func whatIsNestedDeeperThanAnyFileIsRefused() throws {
        let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        try json.checkIdentity(Array(nested(512).utf8))
        let error = #expect(throws: CalqueError.self) {
            try json.read(Array(("\n" + nested(100_000)).utf8), .init(name: "x.json"))
        }
        #expect(error?.message.hasPrefix("x.json, line 2: ") == true)
    }

    @Test func ofManyKeysThePlaceNamesTheLast() throws {
        let text =
            String(repeating: "{\"a\":[", count: 200) + "\"one\",\"two\""
            + String(repeating: "]}", count: 200)
        let document = try json.read(Array(text.utf8))
        #expect(
            document.segments.map(\.place) == ["0", "1"].map { "line 1, ….a.0.a.0.a.0.a.\($0)" })
    }

    @Test func longValuesTakeNoTimeToTellFromIdentifiers() throws {
        let clock = ContinuousClock()
        let words = String(repeating: "aA", count: 20_000) + "!"
        let address = "https://x.y/" + String(repeating: "a", count: 300)
        let text = "[\"\(words)\",\"\(words.replacing("A", with: "_"))\",\"\(address)\"]"
        let start = clock.now
        let document = try json.read(Array(text.utf8))
        #expect(document.segments.count == 2)
        #expect(start.duration(to: clock.now) < .seconds(2))
    }
}

@Suite struct PortableObjectTests {
    private let format = DocumentFormat.portableObject
    private let reading = DocumentReading(languages: .init(source: "en", target: "pl"))

    private let header = """
        msgid ""
        msgstr ""
        "Language: de\\n"
        "Content-Type: text/plain; charset=UTF-8\\n"
        "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"


        """

    @Test(arguments: [
        "", "# x\n", "msgid \"a\"\nmsgstr \"\"",
        "\u{FEFF}msgid \"\"\r\nmsgstr \"\"\r\n\"Language: \\n\"\r\n",
        "#~ msgid \"a\"\n#~ msgstr \"\"\n\nmsgctxt \"c\"\nmsgid \"a\\t\\\"\"\nmsgstr \"\"\n",
    ])
    func staysWithoutChanges(text: String) throws {
        try format.checkIdentity(Array(text.utf8), alsoWithOwn: false)
    }

    @Test func whatIsEmptyIsTranslatedAndMarked() throws {
        let text =
            header + """
                #: a.c:1
                #, c-format
                msgid "Open %s\\n"
                msgstr ""

                #. note
                msgctxt "menu"
                msgid "Close"
                msgstr ""

                msgid "Done"
                msgstr "Fertig"

                #, fuzzy
                msgid "Maybe"
                msgstr "Vielleicht"

                #~ msgid "Old"
                #~ msgstr ""
                """
        let expected =
            header.replacing("Language: de", with: "Language: pl") + """
                #: a.c:1
                #, fuzzy, c-format
                msgid "Open %s\\n"
                msgstr "OPEN %S\\n"

                #. note
                #, fuzzy
                msgctxt "menu"
                msgid "Close"
                msgstr "CLOSE"

                msgid "Done"
                msgstr "Fertig"

                #, fuzzy
                msgid "Maybe"
                msgstr "Vielleicht"

                #~ msgid "Old"
                #~ msgstr ""
                """
        #expect(try format.translated(text, reading) == expected)
    }

    @Test func thereAreAsManyPluralsAsTheHeaderSays() throws {
        let text =
            header + """
                msgid "%d file"
                msgid_plural "%d files"
                msgstr[0] ""
                msgstr[1] ""

                """
        let expected =
            header.replacing("Language: de", with: "Language: pl") + """
                #, fuzzy
                msgid "%d file"
                msgid_plural "%d files"
                msgstr[0] "%D FILE"
                msgstr[1] "%D FILES"
                msgstr[2] "%D FILES"

                """
        #expect(try format.translated(text, reading) == expected)
    }

    @Test func theFormOfOneIsMarked() throws {
        let text =
            "msgid \"%d cat\"\nmsgid_plural \"%d cats\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n\n"
            + "msgid \"%d dogs\"\nmsgstr \"\"\n"
        let document = try format.read(Array(text.utf8))
        #expect(document.segments.map(\.content.isSingular) == [true, false, false])
    }

    @Test func flagsOfAnObsoleteMessageAreItsOwn() throws {
        let text = "#, fuzzy\n#~ msgid \"old\"\n#~ msgstr \"velho\"\n\nmsgid \"New\"\nmsgstr \"\"\n"
        let expected = text.replacing(
            "msgid \"New\"\nmsgstr \"\"", with: "#, fuzzy\nmsgid \"New\"\nmsgstr \"NEW\"")
        #expect(try format.translated(text) == expected)
    }

    @Test func aTranslationThatIsTheSameWordIsATranslation() throws {
        let text = "msgid \"Bar\"\nmsgstr \"\"\n"
        let translated = try format.translated(text) { $0 }
        #expect(translated == "#, fuzzy\nmsgid \"Bar\"\nmsgstr \"Bar\"\n")
    }

    @Test func longStringsAreWrappedAndLinesKept() throws {
        let words = Array(repeating: "word", count: 24).joined(separator: " ")
        let text =
            "msgid \"\"\n\"one\\n\"\n\"\(words.prefix(60))\"\n\"\(words.dropFirst(60))\"\nmsgstr \"\"\n"
        let result = try format.translated(text, reading)
        #expect(result.contains("msgstr \"\"\n\"ONE\\n\"\n\"WORD "))
        #expect(result.split(separator: "\n").allSatisfy { $0.count <= 79 })
    }

    @Test func anotherEncodingIsSaid() throws {
        let text = "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n"
        let error = #expect(throws: CalqueError.self) {
            try format.read(Array(text.utf8), reading)
        }
        #expect(error?.message.contains("ISO-8859-1") == true)
    }

    /// The quote and the joiner behind it are one character to Swift.
    @Test func aStringMayBeginWithAJoiner() throws {
        let text = "msgid \"\u{200C}x\"\nmsgstr \"\u{200C}y\"\n"
        try format.checkIdentity(Array(text.utf8), alsoWithOwn: false)
    }

    @Test(arguments: [
        ("msgid \"a\nmsgstr \"\"\n", 1), ("\"a\"\n", 1), ("msgid \"a\"\nmsgst \"\"\n", 2),
        ("msgid \"\\q\"\n", 1), ("\n\nmsgstr \"\"\n", 3),
    ])
    func whatIsDamagedSaysWhere(text: String, line: Int) throws {
        let error = #expect(throws: CalqueError.self) {
            try format.read(Array(text.utf8), DocumentReading(name: "x.po"))
        }
        #expect(error?.message.hasPrefix("x.po, line \(line): ") == true)
    }
}
