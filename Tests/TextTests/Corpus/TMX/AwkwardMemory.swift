import Testing

/// A translation memory that is written in an unusual way, and what comes of it for English to
/// German.
struct AwkwardMemory: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// The pairs, in order; units without one are left out.
        case pairs([[String]])
        /// Parts of the sentences that say why it is not read.
        case refused([String])
    }

    let name: String
    let bytes: [UInt8]
    let outcome: Outcome

    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ outcome: Outcome) {
        (self.name, self.bytes, self.outcome) = (name, bytes, outcome)
    }

    init(_ name: String, _ text: String, _ outcome: Outcome) {
        self.init(name, Array(text.utf8), outcome)
    }

    /// A document whose body is given.
    static func document(
        _ body: String, beginning: String = #"<?xml version="1.0"?>"#, header: String = "<header/>"
    ) -> String {
        "\(beginning)<tmx version=\"1.4\">\(header)<body>\n\(body)\n</body></tmx>\n"
    }

    /// A unit of two texts in XML.
    static func unit(_ source: String, _ target: String) -> String {
        """
        <tu><tuv xml:lang="en"><seg>\(source)</seg></tuv>
        <tuv xml:lang="de"><seg>\(target)</seg></tuv></tu>
        """
    }

    /// Text in UTF-16, with a byte order mark.
    static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
            return isBigEndian ? [high, low] : [low, high]
        }
    }
}

extension AwkwardMemory {
    private static let simple: Outcome = .pairs([["One ä.", "Eins ß 🙂."]])
    private static let simpleUnit = unit("One ä.", "Eins ß 🙂.")

    static let encodings = [
        AwkwardMemory("a byte order mark", "\u{FEFF}" + document(simpleUnit), simple),
        AwkwardMemory(
            "UTF-16, the low byte first",
            utf16(
                document(simpleUnit, beginning: #"<?xml version="1.0" encoding="UTF-16"?>"#),
                isBigEndian: false), simple),
        AwkwardMemory(
            "UTF-16, the high byte first, without a declaration",
            utf16(document(simpleUnit, beginning: ""), isBigEndian: true), simple),
        AwkwardMemory(
            "ISO-8859-1",
            document(
                unit("A h\u{E9}.", "Ein \u{DF}."),
                beginning: #"<?xml version="1.0" encoding="ISO-8859-1"?>"#
            ).unicodeScalars.map { UInt8($0.value) }, .pairs([["A hé.", "Ein ß."]])),
        AwkwardMemory(
            "an encoding that is not read",
            document(simpleUnit, beginning: #"<?xml version="1.0" encoding="windows-1252"?>"#),
            .refused(["line 1: ", "its encoding is none of UTF-8, UTF-16, ISO-8859-1"])),
        AwkwardMemory(
            "bytes that are not UTF-8",
            Array(document("\n" + unit("One", "Eins")).utf8) + [0xFF],
            .refused(["line 6: ", "1 unit came before"])),
        AwkwardMemory(
            "line ends of Windows",
            document(unit("One\r\ntwo", "Eins")).replacing("\n", with: "\r\n"),
            .pairs([["One two", "Eins"]])),
    ]

    static let languages = [
        AwkwardMemory(
            "srclang is * and languages come in any order",
            document(
                """
                <tu srclang="*"><tuv xml:lang="fr"><seg>Un</seg></tuv><tuv xml:lang="de"><seg>Eins</seg>
                </tuv><tuv xml:lang="en"><seg>One</seg></tuv></tu>
                """, header: #"<header srclang="*"/>"#), .pairs([["One", "Eins"]])),
        AwkwardMemory(
            "regions, capitals and underscores",
            document(
                unit("One", "Eins").replacing("\"en\"", with: "\"EN-US\"")
                    .replacing("\"de\"", with: "\"de_at\"")), .pairs([["One", "Eins"]])),
        AwkwardMemory(
            "the language itself goes before its regions, wherever it stands",
            document(
                """
                <tu><tuv xml:lang="en-GB"><seg>Colour</seg></tuv><tuv xml:lang="en"><seg>Color</seg></tuv>
                <tuv xml:lang="en-US"><seg>Colr</seg></tuv><tuv xml:lang="de-DE"><seg>Farbe</seg></tuv>
                <tuv xml:lang="de-AT"><seg>Farb</seg></tuv></tu>
                """), .pairs([["Color", "Farbe"]])),
        AwkwardMemory(
            "three letters", document(unit("One", "Eins").replacing("\"de\"", with: "\"deu\"")),
            .pairs([["One", "Eins"]])),
        AwkwardMemory(
            "lang as in TMX 1.1",
            document(unit("One", "Eins").replacing("xml:lang", with: "lang")),
            .pairs([["One", "Eins"]])),
        AwkwardMemory(
            "xml:lang goes before lang",
            document(
                unit("One", "Eins").replacing(
                    "xml:lang=\"de\"", with: "lang=\"fr\" xml:lang=\"de\"")),
            .pairs([["One", "Eins"]])),
        AwkwardMemory(
            "units without one of the languages",
            document(
                """
                <tu><tuv xml:lang="en"><seg>One</seg></tuv></tu><tu/>
                <tu><tuv><seg>One</seg></tuv><tuv xml:lang="de"><seg>Eins</seg></tuv></tu>
                \(unit("Two", "Zwei"))
                <tu><tuv xml:lang="en"><seg>Three</seg></tuv><tuv xml:lang="de"/></tu>
                """), .pairs([["Two", "Zwei"]])),
        AwkwardMemory(
            "no unit with both",
            document(
                """
                <tu><tuv xml:lang="en-US"><seg>One</seg></tuv><tuv xml:lang="fr"><seg>Un</seg></tuv></tu>
                <tu><tuv xml:lang="it"><seg>Due</seg></tuv><tuv xml:lang="fr"><seg>Deux</seg></tuv></tu>
                """),
            .refused([
                "none of its 2 units has text in both en and de",
                "fr (2 texts), en-US (1 text), it (1 text).",
            ])),
        AwkwardMemory(
            "texts without a language", document(unit("One", "Eins").replacing("xml:", with: "x")),
            .refused(["none of its 1 unit has", "no language (2 texts)"])),
        AwkwardMemory(
            "two texts in a language: the first",
            document(
                """
                <tu><tuv xml:lang="en"><seg>One</seg></tuv><tuv xml:lang="de"><seg>Eins</seg></tuv>
                <tuv xml:lang="de"><seg>Ein</seg></tuv></tu>
                """), .pairs([["One", "Eins"]])),
    ]

    static let segments = [
        AwkwardMemory(
            "markup goes out with its content",
            document(
                unit(
                    #"Press <bpt i="1">&lt;b&gt;</bpt>OK<ept i="1">&lt;/b&gt;</ept><ph x="2"/> <it pos="begin">x</it>now<ut>y</ut>."#,
                    #"<ph>{0}</ph>Jetzt <bpt i="1"><sub>nicht</sub> das</bpt>OK<ept i="1"/> drücken."#
                )),
            .pairs([["Press OK now.", "Jetzt OK drücken."]])),
        AwkwardMemory(
            "the text of hi stays, that of sub goes",
            document(unit("A <hi>good <hi type=\"x\">day</hi></hi>.", "Guten<sub> Fuß</sub> Tag.")),
            .pairs([["A good day.", "Guten Tag."]])),
        AwkwardMemory(
            "elements of other programs are as hi",
            document(unit("A <b>good</b> day", "Guten Tag")),
            .pairs([["A good day", "Guten Tag"]])),
        AwkwardMemory(
            "white space and line breaks",
            document(
                unit("\n  One\t two\n\n three &#10; four\u{2028}five ", " Eins&#x85;zwei\u{A0}drei")
            ),
            .pairs([["One two three four five", "Eins zwei\u{A0}drei"]])),
        AwkwardMemory(
            "references and text that is no markup",
            document(unit("a &lt; b &amp;amp; &#x41;", "<![CDATA[a < b & ]]>c")),
            .pairs([["a < b &amp; A", "a < b & c"]])),
        AwkwardMemory(
            "notes, properties and comments",
            document(
                """
                <!-- <tu> --><tu tuid="1"><note>a seg</note><prop type="x">y</prop>
                <tuv xml:lang="en"><prop type="z">no</prop><seg>One<!-- no --> more</seg></tuv>
                <tuv xml:lang="de"><?no?><seg>Noch <?no?>eins</seg><seg>Zwei</seg></tuv></tu>
                """), .pairs([["One more", "Noch eins"]])),
        AwkwardMemory(
            "empty segments", document(unit("", "<ph/>")), .pairs([["", ""]])),
        AwkwardMemory(
            "a segment that is longer than a line may be",
            document(
                unit(String(repeating: "ab ", count: 6 << 20), "Zu lang") + unit("Two", "Zwei")),
            .pairs([["Two", "Zwei"]])),
        AwkwardMemory(
            "a segment of more than one buffer",
            document(unit(String(repeating: "aä ", count: 1 << 18) + "b", "Lang")),
            .pairs([[String(repeating: "aä ", count: 1 << 18) + "b", "Lang"]])),
    ]

    static let all = encodings + languages + segments + entities + broken
}

extension String {
    func replacing(_ part: String, with other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}
