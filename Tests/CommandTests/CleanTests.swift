import Foundation
import TestSupport
import Testing

/// `calque clean`.
@Suite struct CleanTests {
    private let files: TemporaryFolder
    private let text: [String]

    init() throws {
        files = try TemporaryFolder()
        text = [
            "--source",
            try files.write(["A dog runs.", "", "A house. <b>x</b>", "A red car."], to: "a.en"),
            "--target",
            try files.write(["Ein Hund rennt.", "X", "Ein Haus.", "Ein Auto."], to: "a.de"),
        ]
    }

    private func clean(_ arguments: String..., status: Int32 = 0) throws -> Command.Outcome {
        let outcome = try Command.run(["clean"] + text + arguments, in: files.url)
        #expect(outcome.status == status, "\(outcome.error)")
        return outcome
    }

    @Test func whatStaysIsTwoFilesAndWhatWentOutIsTold() throws {
        let outcome = try clean(
            "--output", "kept", "--source-language", "en", "--target-language", "de", "--refused",
            "refused.tsv", "--report", "report.html", "--json", "report.json", "--without",
            "language")
        #expect(try files.text("kept.en") == "A dog runs.\nA red car.\n")
        #expect(try files.text("kept.de") == "Ein Hund rennt.\nEin Auto.\n")
        let refused = try files.text("refused.tsv").split(separator: "\n")
        #expect(refused.map { $0.prefix { $0 != "\t" } } == ["minimum-words", "html"])
        #expect(outcome.error.contains("2 of 4 pairs kept"), "\(outcome.error)")
        #expect(try files.text("report.html").contains("minimum-words"))
        _ = try jsonObject(files.text("report.json").utf8)
    }

    @Test func aTableGoesToStandardOutputAndRulesCanBeLeftOut() throws {
        let outcome = try clean("--output-tsv", "-", "--without", "html")
        #expect(
            outcome.lines == [
                "A dog runs.\tEin Hund rennt.", "A house. <b>x</b>\tEin Haus.",
                "A red car.\tEin Auto.",
            ])
    }

    @Test func memoriesAndStringsAreCleanedToo() throws {
        let memory = try files.write(
            [
                """
                <tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>A tree.</seg></tuv>
                <tuv xml:lang="de"><seg>Ein Baum.</seg></tuv></tu></body></tmx>
                """
            ], to: "m.tmx")
        let strings = try files.write(["msgid \"A sun.\"", "msgstr \"Eine Sonne.\""], to: "s.po")
        let outcome = try clean(
            "--output-tsv", "-", "--tmx", memory, "--po", strings, "--source-language", "en",
            "--target-language", "de", "--without", "language")
        #expect(outcome.lines.suffix(2) == ["A tree.\tEin Baum.", "A sun.\tEine Sonne."])
        #expect(outcome.error.contains("4 of 6 pairs kept"), "\(outcome.error)")
    }

    @Test func severalTextsAreOne() throws {
        let table = try files.write(["A dog runs.\tEin Hund rennt.", "Two\tZwei"], to: "b.tsv")
        let outcome = try clean("--tsv", table, "--output-tsv", "-")
        #expect(
            outcome.lines == ["A dog runs.\tEin Hund rennt.", "A red car.\tEin Auto.", "Two\tZwei"])
    }

    @Test func aMemoryIsAText() throws {
        let unit =
            "<tu><tuv xml:lang='en'><seg>Two</seg></tuv><tuv xml:lang='de'><seg>Zwei</seg></tuv></tu>"
        let memory = try files.write(
            Data("<tmx version='1.4'><header/><body>\(unit)</body></tmx>".utf8), to: "m.tmx"
        ).path
        let outcome = try Command.run(
            "clean", "--tmx", memory, "--output-tsv", "-", "--source-language", "en",
            "--target-language", "de")
        #expect(outcome.lines == ["Two\tZwei"], "\(outcome.error)")
        let unnamed = try Command.run("clean", "--tmx", memory, "--output-tsv", "-")
        #expect(unnamed.status == 64 && unnamed.error.contains("--source-language"))
    }

    @Test(arguments: [
        ["--tsv", "t.tsv", "--output-tsv", "t.tsv"], ["--tsv", "t.tsv", "--output-tsv", "./t.tsv"],
        ["--tsv", "t.tsv", "--output", "k", "--refused", "k.source"],
    ])
    func noTextIsWrittenOver(_ arguments: [String]) throws {
        let table = try files.write(["Two dogs run.\tZwei Hunde rennen."], to: "t.tsv")
        let before = try Data(contentsOf: table.fileURL)
        let outcome = try Command.run(["clean"] + arguments, in: files.url)
        #expect(outcome.status == 64 && outcome.error.contains("written"), "\(outcome.error)")
        #expect(try Data(contentsOf: table.fileURL) == before)
    }

    @Test func whereNothingStaysNothingIsWritten() throws {
        _ = try files.write(["kept before"], to: "kept.source")
        let outcome = try clean(
            "--output", "kept", "--set", "minimum-words=50", "maximum-words=60", status: 1)
        #expect(outcome.error.contains("None of 4 pairs stays"), "\(outcome.error)")
        #expect(try files.text("kept.source") == "kept before\n" && !files.exists("kept.target"))
    }

    @Test(arguments: [
        (["--output", "x", "--set", "foo=1"], "\"foo\" is no rule of cleaning"),
        (["--output", "x", "--set", "length-ratio=abc"], "a number from 1 to 1000, or off"),
        (["--output", "x", "--source", "b"], "Give a --target for every --source"),
        ([], "Give --output or --output-tsv"),
    ])
    func wrongUseSaysHow(arguments: [String], sentence: String) throws {
        let outcome = try Command.run(["clean"] + text + arguments, in: files.url)
        #expect(outcome.status == 64 && outcome.error.contains(sentence), "\(outcome.error)")
        #expect(!files.exists("x.source"))
    }
}
