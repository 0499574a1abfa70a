import Basics
import Documents
import TestSupport
import Testing

@Suite("A dry run of a document")
struct DocumentDryRunTests {
    @Test("says what would be translated, and that nothing else changes")
    func dryRun() throws {
        let run = try DocumentDryRun(Array("<P>one<br>two <p>3".utf8), .html)
        #expect(run.segments.map(\.content.text) == ["onetwo"])
        #expect(run.segments.map(\.place) == ["line 1"])
        #expect(run.isIdentical)
    }

    @Test("reads all files that a translation would, in order")
    func files() throws {
        let files = try TemporaryFolder()
        _ = try files.write("Words of <b>one</b>.".utf8, to: "one.html")
        _ = try files.write("# Two\n".utf8, to: "two.md")
        let run = try DocumentFiles(
            reading: [files.path("one.html"), files.path("two.md")], format: nil)
        var found: [String] = []
        try run.dryRun(.init(), input: { [] }) { job, run in
            found += [job.format.name] + run.segments.map(\.content.outline)
        }
        #expect(found == ["html", "Words of <1>one</1>.", "markdown", "Two"])
    }

    @Test("of a pipe needs a format")
    func pipe() throws {
        #expect(throws: CalqueError.self) { try DocumentFiles(reading: ["-"], format: nil) }
        let run = try DocumentFiles(reading: ["-"], format: "markdown")
        try run.dryRun(.init(), input: { Array("One\n".utf8) }) { job, run in
            #expect(job.name == "Standard input" && run.segments.count == 1)
        }
    }

    @Test("shows codes by their numbers, and every segment in one line")
    func outline() {
        let content = InlineContent([
            .text("See\t"), .code(InlineCode(id: 1, .begin, markup: "<b>")), .text("the\nhouse"),
            .code(InlineCode(id: 1, .end, markup: "</b>")),
            .code(InlineCode(id: 2, .alone, markup: "<br>")), .text("."),
        ])
        #expect(content.outline == #"See\t<1>the\nhouse</1><2/>."#)
    }
}
