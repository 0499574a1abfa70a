import Foundation
import TestSupport
import Testing

/// `calque evaluate` with several systems.
@Suite struct EvaluateSystemsTests {
    private let files: TemporaryFolder
    private let arguments: [String]

    init() throws {
        files = try TemporaryFolder()
        let reference = (1...40).map { "the cat number \($0) sat on the mat with a hat" }
        // What has another word in every line is worse for certain.
        let worse = reference.map { $0.replacing("mat", with: "table") }
        arguments = [
            "evaluate", "--reference", try files.write(reference, to: "reference"),
            "--hypotheses", try files.write(worse, to: "worse"),
            "--hypotheses", try files.write(reference, to: "same"),
        ]
    }

    @Test func aTableSaysWhoIsBetterAndThatItIsNoChance() throws {
        let outcome = try Command.run(
            arguments + ["--name", "worse", "--name", "same", "--page", "page.html"],
            in: files.url)
        #expect(outcome.status == 0, "\(outcome.error)")
        let rows = outcome.lines.prefix(3).map { $0.split(separator: " ") }
        #expect(rows[0].first == "BLEU" && rows[1].first == "worse" && rows[2].first == "same")
        #expect(rows[2][1] == "100.00" && rows[2].contains { $0.hasSuffix("*") })
        #expect(!rows[1].contains { $0.hasSuffix("*") })
        let page = try files.text("page.html")
        #expect(page.contains("worse") && page.contains("100.00"))
    }

    @Test func oneSystemHasNobodyToBeComparedWith() throws {
        let outcome = try Command.run(Array(arguments.prefix(5)), in: files.url)
        #expect(outcome.status == 0 && outcome.lines.count == 8, "\(outcome.output)")
        #expect(!outcome.output.contains("*"))
    }

    @Test func systemsOfOneNameAreToldApart() throws {
        let named = try Command.run(arguments + ["--name", "one", "--name", "two"], in: files.url)
        #expect(named.lines.contains { $0.hasPrefix("one") }, "\(named.error)")
        let wrong = try Command.run(arguments + ["--name", "one"], in: files.url)
        #expect(wrong.status == 64, "\(wrong.error)")
    }

    @Test func aMemoryIsATestSet() throws {
        let unit =
            "<tu><tuv xml:lang=\"en\"><seg>a dog</seg></tuv><tuv xml:lang=\"de\"><seg>ein Hund</seg></tuv></tu>"
        let text = "<tmx version=\"1.4\"><header/><body>\(unit)\(unit)</body></tmx>"
        let memory = try files.write(Data(text.utf8), to: "m.tmx").path
        let table = try files.write(["a cat\teine Katze"], to: "t.tsv")
        let same = try files.write(["ein Hund", "ein Hund", "eine Katze"], to: "h")
        let outcome = try Command.run(
            "evaluate", "--hypotheses", same, "--tmx", memory, "--tsv", table, "--source-language",
            "en", "--target-language", "de", "--details")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.contains("m.tmx (2)") && outcome.output.contains("t.tsv (1)"))
        let unnamed = try Command.run("evaluate", "--hypotheses", same, "--tmx", memory)
        #expect(unnamed.status == 64 && unnamed.error.contains("--source-language"))
        let twice = try Command.run(
            "evaluate", "--hypotheses", same, "--tmx", memory, "--reference", same)
        #expect(twice.status == 64 && twice.error.contains("leave --source and --reference out"))
        let none = try Command.run("evaluate", "--hypotheses", same)
        #expect(none.status == 64 && none.error.contains("Give --reference"))
    }
}
