import Basics
import Foundation
import TestSupport
import Testing
import Text

struct XLIFFReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func corpus(
        _ bytes: some Sequence<UInt8>, source: String? = nil, target: String? = nil
    ) throws -> ParallelCorpus {
        ParallelCorpus(
            xliff: TextFile(url: try folder.write(bytes, to: "a.xlf")), sourceLanguage: source,
            targetLanguage: target)
    }

    private func first(_ body: String, languages: String = #"target-language="de""#) -> String {
        """
        <?xml version="1.0"?>
        <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
        <file source-language="en-US" \(languages) original="a"><body>
        \(body)
        </body></file></xliff>
        """
    }

    private func second(_ body: String) -> String {
        """
        <xliff version="2.0" srcLang="en" trgLang="de"><file id="f"><unit id="u">
        \(body)
        </unit></file></xliff>
        """
    }

    @Test func translatedUnitsOfTheFirstEditionArePairs() throws {
        let text = first(
            """
            <group><trans-unit id="1"><source>One
              <g id="1">dog</g><ph id="2">&lt;br/&gt;</ph>.</source>
            <seg-source><mrk mtype="seg">no</mrk></seg-source><target>Ein Hund.</target>
            <alt-trans><source>No</source><target>Nein</target></alt-trans></trans-unit></group>
            <trans-unit id="2"><alt-trans><target>Nein</target></alt-trans>
            <source>Two<x id="1" ctype="lb"/>cats</source><target state="new">Zwei</target></trans-unit>
            <trans-unit id="3"><source>Three</source></trans-unit>
            <trans-unit id="4"><source>Four</source><target> </target></trans-unit>
            <trans-unit id="5"><source>Five</source>
            <target state="needs-translation">Five</target></trans-unit>
            <trans-unit id="6"><source>OK</source><target state="translated">OK</target></trans-unit>
            <trans-unit id="7"><source>a &x; b</source><target>b</target></trans-unit>
            """)
        let (lines, end) = try corpus(text.utf8).all()
        #expect(end == nil)
        #expect(
            lines.pairs == [["One dog.", "Ein Hund."], ["Two cats", "Zwei"], ["OK", "OK"]])
        #expect(lines.map(\.unit) == [1, 2, 3, 4, 5, 6, 7])
        #expect(
            lines.map(\.flaw) == [
                nil, nil, .untranslated, .untranslated, .untranslated, nil,
                .unknownEntity("\"&x;\""),
            ])
        #expect(lines.map(\.number).prefix(3) == [4, 8, 10])
    }

    @Test func segmentsOfTheSecondEditionArePairs() throws {
        let text = second(
            """
            <originalData><data id="d">no</data></originalData>
            <mtc:matches xmlns:mtc="m"><mtc:match><source>No</source><target>Nein</target></mtc:match>
            </mtc:matches>
            <segment><source><pc id="1">One</pc> <mrk id="m">dog</mrk><ph id="2"/>.</source>
            <target>Ein Hund.</target></segment>
            <ignorable><source> </source><target> </target></ignorable>
            <segment state="initial"><source>Two</source><target>Two</target></segment>
            <segment state="final"><source>OK</source><target>OK</target></segment>
            """)
        let (lines, end) = try corpus(text.utf8).all()
        #expect(end == nil)
        #expect(lines.pairs == [["One dog.", "Ein Hund."], ["OK", "OK"]])
        #expect(lines.map(\.flaw) == [nil, .untranslated, nil])
    }

    @Test func prefixesOfTheNamespaceAreNoMatter() throws {
        let text = """
            <x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><x:file><x:body>
            <x:trans-unit><x:source>One</x:source><x:target>Eins</x:target></x:trans-unit>
            </x:body></x:file></x:xliff>
            """
        #expect(try corpus(text.utf8).all().lines.pairs == [["One", "Eins"]])
    }

    @Test(arguments: [
        ("en", "de", [["One", "Eins"]]), ("de", "en", [["Eins", "One"]]),
        ("en-US", "de", [["One", "Eins"]]), ("en", "fr", []),
    ])
    func languagesChooseTheDirection(source: String, target: String, pairs: [[String]]) throws {
        let text = first(
            "<trans-unit id=\"1\"><source>One</source><target>Eins</target></trans-unit>")
        let (lines, end) = try corpus(text.utf8, source: source, target: target).all()
        #expect(lines.pairs == pairs)
        guard pairs.isEmpty else { return #expect(end == nil) }
        #expect(lines.map(\.flaw) == [.missingLanguage("en-US, de")])
        #expect(end?.message.contains("none of its 1 unit has text in both en and fr") == true)
        #expect(end?.message.contains("de (1 text)") == true)
    }

    @Test func aTargetLanguageMayBeOpen() throws {
        let text = first(
            "<trans-unit id=\"1\"><source>One</source><target>Eins</target></trans-unit>",
            languages: "")
        let (lines, _) = try corpus(text.utf8, source: "en", target: "de").all()
        #expect(lines.pairs == [["One", "Eins"]])
    }

    @Test func utf16IsRead() throws {
        let text = first(
            "<trans-unit id=\"1\"><source>Öne</source><target>Ëins 🙂</target></trans-unit>"
        ).replacing("?>", with: " encoding=\"UTF-16\"?>")
        let bytes = AwkwardMemory.utf16(text, isBigEndian: false)
        #expect(try corpus(bytes).all().lines.pairs == [["Öne", "Ëins 🙂"]])
    }

    @Test(arguments: [
        ("", "There is nothing in"), ("<tmx/>", "and not \"xliff\""),
        ("<xliff version=\"1.2\"></xliff>", "There are no units in"),
        ("<xliff><file><trans-unit><source>a</sou", "ends in the middle, at line 1, after 0 units"),
        ("<xliff><file><trans-unit></file>", "it is not XLIFF that can be read"),
        (
            "<xliff><file><trans-unit><source>a</source></trans-unit></file></xliff>",
            "none of its 1 unit is translated"
        ),
    ])
    func otherFilesAreRefused(text: String, reason: String) throws {
        let (_, end) = try corpus(text.utf8).all()
        #expect(end?.message.contains(reason) == true, "\(end?.message ?? "")")
        #expect(end?.message.contains("a.xlf") == true)
    }
}
