import Foundation
import TestSupport
import Testing

/// `calque translate --document`.
@Suite struct DocumentCommandTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
        _ = try files.write("One <b>red dog</b>.<p>The sun &amp; a cat\n".utf8, to: "page.html")
    }

    @Test func aDryRunShowsWhatWouldBeTranslatedWithoutAModel() throws {
        let path = files.path("page.html")
        let outcome = try Command.run("translate", "--document", path, "--dry-run")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            outcome.lines == [
                "\(path): html, 2 segments", "line 1\tOne <1>red dog</1>.",
                "line 1\tThe sun & a cat",
            ])
    }

    @Test func aDryRunOfWhatIsNoDocumentFails() throws {
        _ = try files.write("no archive".utf8, to: "text.docx")
        let outcome = try Command.run("translate", "--dry-run", files.path("text.docx"))
        #expect(outcome.status == 1 && outcome.error.contains("text.docx"))
    }

    @Test(arguments: [
        ["--dry-run"], ["--tmx", "x.tmx"], ["--dry-run", "--document", "x.md", "--tmx", "x.tmx"],
        ["--dry-run", "--document", "x.md", "--output", "y.md"],
    ])
    func contradictionsAreRefused(arguments: [String]) throws {
        #expect(try Command.run(["translate", "--model", "m"] + arguments).status == 64)
    }

    @Test func theMemoryHasEverySegmentWithItsTranslation() throws {
        let memory = files.path("memory.tmx")
        let outcome = try Command.run(
            "translate", "--model", TinyModel.shared.get().path, "--document",
            files.path("page.html"), "--output", files.path("translated.html"), "--tmx", memory,
            "--from", "en", "--to", "fr")
        #expect(outcome.status == 0, "\(outcome.error)")
        let text = try String(contentsOfFile: memory, encoding: .utf8)
        #expect(text.split(separator: "<tu>").count == 3)
        #expect(text.contains(#"<tuv xml:lang="en"><seg>The sun &amp; a cat</seg></tuv>"#))
        #expect(text.contains(#"<tuv xml:lang="fr">"#))
    }
}
