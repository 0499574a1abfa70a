import Basics
import Foundation
import TestSupport
import Testing
import Text

struct PortableObjectReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let header = """
        # A translation.
        msgid ""
        msgstr ""
        "Language: de\\n"
        "Content-Type: text/plain; charset=UTF-8\\n"

        """

    private func corpus(
        _ bytes: some Sequence<UInt8>, _ invalidText: LineReader.InvalidText = .fail
    ) throws -> ParallelCorpus {
        ParallelCorpus(
            portableObject: TextFile(url: try folder.write(bytes, to: "a.po")),
            invalidText: invalidText)
    }

    /// A line that is not UTF-8 may have been the keyword of the strings after it.
    @Test func aMessageWithoutAReadableKeywordIsLeftOut() throws {
        var bytes = Array("msgid \"One\"\nmsgstr \"Eins\"\n\nmsgid \"caf".utf8) + [0xE9]
        bytes += Array("\"\n\"more\"\nmsgstr \"Kaffee\"\n\n# ".utf8) + [0xE9]
        bytes += Array("\nmsgid \"Two\"\nmsgstr \"Zwei\"\n".utf8)
        let reader = try corpus(bytes, .skip).makeReader()
        var lines: [ParallelLine] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(lines.map(\.target) == ["Eins", nil, "Zwei"])
        #expect(lines[1].flaw == .invalidText)
    }

    @Test func aMessageWithoutATranslationDoesNotTakeTheNextOne() throws {
        let text = "msgctxt \"a\"\nmsgid \"x\"\nmsgid \"y\"\nmsgstr \"z\"\n"
        let reader = try corpus(Array(text.utf8)).makeReader()
        var lines: [ParallelLine] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(lines.map(\.source) == [nil, "y"] && lines.map(\.target) == [nil, "z"])
    }

    @Test func translatedMessagesArePairs() throws {
        let text =
            Self.header + """
                #: a.c:1
                #, c-format
                msgid "One %d dog"
                msgstr "Ein %d Hund"

                msgctxt "menu"
                msgid ""
                "A long \\"line\\"\\n"
                "\\tof two."
                msgstr ""
                "Eine lange"
                " \\303\\204hre."

                #, c-format, fuzzy
                #| msgid "Old"
                msgid "Fuzzy"
                msgstr "Unklar"

                msgid "Open"
                msgstr ""
                #~ msgid "Gone"
                #~ msgstr "Weg"
                msgctxt "header"
                msgid ""
                msgstr "Kopf"
                """
        let (lines, end) = try corpus(text.utf8).all()
        #expect(end == nil)
        #expect(
            lines.pairs == [
                ["One %d dog", "Ein %d Hund"], ["A long \"line\" of two.", "Eine lange Ähre."],
                ["", "Kopf"],
            ])
        #expect(
            lines.map(\.flaw) == [nil, nil, .fuzzy, .untranslated, .obsolete, nil])
        #expect(lines.map(\.unit) == [1, 2, 3, 4, 5, 6])
        #expect(lines.map(\.number) == [8, 12, 21, 24, 26, 29])
    }

    @Test(arguments: [
        (["Dateien"], [["%d files", "Dateien"]]),
        (["Datei", "Dateien"], [["%d file", "Datei"], ["%d files", "Dateien"]]),
        (["a", "b", "c"], [["%d file", "a"], ["%d files", "c"]]),
        (["a", "b", "c", "d"], [["%d files", "d"]]), (["a", ""], []),
    ])
    func pluralsArePairs(forms: [String], pairs: [[String]]) throws {
        let fields = forms.enumerated().map { "msgstr[\($0)] \"\($1)\"\n" }.joined()
        let text =
            Self.header + "msgid \"x\"\nmsgstr \"y\"\n"
            + "msgid \"%d file\"\nmsgid_plural \"%d files\"\n" + fields
        let (lines, _) = try corpus(text.utf8).all()
        #expect(lines.pairs == [["x", "y"]] + pairs)
    }

    @Test func anotherEncodingIsRefusedWithWhatToDo() throws {
        let text =
            "# J\u{FC}rgen\n"
            + Self.header.replacing("UTF-8", with: "ISO-8859-1")
            + "msgid \"a\"\nmsgstr \"\u{E4}\"\n"
        let (_, end) = try corpus(text.unicodeScalars.map { UInt8($0.value) }).all()
        #expect(end?.message.contains("a.po is in ISO-8859-1") == true, "\(end?.message ?? "")")
        #expect(end?.message.contains("msgconv --to-code=UTF-8") == true)
    }

    @Test func invalidTextIsRefusedOrLeftOut() throws {
        let bytes =
            Array((Self.header + "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"").utf8)
            + [0xFF] + Array("\"\n\nmsgid \"d\"\nmsgstr \"e\"\n".utf8)
        let (_, end) = try corpus(bytes).all()
        #expect(
            end?.message.contains("line 10: this is not UTF-8") == true, "\(end?.message ?? "")")
        let (lines, none) = try corpus(bytes, .skip).all()
        #expect(none == nil)
        #expect(lines.pairs == [["a", "b"], ["d", "e"]])
        #expect(lines[1].flaw == .invalidText)
    }

    @Test(arguments: [
        ("", "There are no messages in"),
        ("msgid \"a\"\nmsgstr \"\"\n", "none of its 1 message is"),
        ("msgid \"a\nmsgstr \"b\"\n", "line 1: it is not PO that can be read: a string in quotes"),
        ("hello\n", "\"hello\" is no keyword of PO"), ("\"a\"\n", "no keyword before it"),
    ])
    func otherFilesAreRefused(text: String, reason: String) throws {
        let (_, end) = try corpus(text.utf8).all()
        #expect(end?.message.contains(reason) == true, "\(end?.message ?? "")")
        #expect(end?.message.contains("a.po") == true)
    }
}
