import Foundation
import TestSupport
import Testing

/// `score` and `align` with pairs that the model cannot read among others.
@Suite struct PairCommandTests {
    private let model: String
    private let files: TemporaryFolder
    private static let long = Array(repeating: "red", count: 60).joined(separator: " ")

    init() throws {
        model = try TinyModel.shared.get().path
        files = try TemporaryFolder()
    }

    /// The arguments for five pairs: the second is too long, of the fourth one side is not UTF-8.
    private func arguments(_ command: String) throws -> [String] {
        let sources = Data("red dog\n\(Self.long)\ncat\nsun\nblue\n".utf8)
        let targets = Data("dog red\ncat\ncat\n".utf8) + Data([0xFF, 0x0A]) + Data("blue\n".utf8)
        return [
            command, "--model", model, "--type", "float32",
            "--source", try files.write(sources, to: "s").path,
            "--target", try files.write(targets, to: "t").path,
        ]
    }

    private func expectNamed(_ outcome: Command.Outcome) {
        #expect(outcome.status == 1)
        let lines = outcome.error.split(separator: "\n")
        #expect(lines.count == 3, "\(outcome.error)")
        #expect(lines[0].contains("\(files.path("s")), line 2: the line has"))
        #expect(lines[1].hasPrefix("\(files.path("t")), line 4: this is not UTF-8"))
        #expect(lines[2].contains("could not read 2 of 5 pairs"))
        #expect(!outcome.error.contains("--skip-invalid"))
    }

    @Test func scoreKeepsTheirPlaces() throws {
        let outcome = try Command.run(arguments("score"))
        expectNamed(outcome)
        #expect(outcome.lines.count == 5)
        #expect(outcome.lines[1] == "nan" && outcome.lines[3] == "nan")
        #expect([0, 2, 4].allSatisfy { (Double(outcome.lines[$0]) ?? 1) < 0 })
        let json = try Command.run(
            arguments("score") + ["--json", "--logits", files.path("logits")]
        ).objects()
        #expect(json.map { $0["score"] is NSNull } == [false, true, false, true, false])
        #expect((json[1]["error"] as? String)?.contains("line 2") == true)
        #expect(files.exists("logits"))
    }

    @Test(arguments: ["score", "align"])
    func languagesThatTheModelLacksAreNamed(command: String) throws {
        let lines = zip(ReversedText.sources, ReversedText.targets).map { ">>rev<< \($0)\t\($1)\n" }
        let model = files.path("languages")
        let trained = try Command.run(
            ["train", "--output", model, "--updates", "1", "--tsv", "-"] + TinyModel.sizes,
            input: Data(lines.joined().utf8))
        #expect(trained.status == 0, "\(trained.error)")
        let outcome = try Command.run(
            command, "--model", model,
            "--source", try files.write([">>rev<< red", ">>xyz<< red"], to: "s"),
            "--target", try files.write(["red", "red"], to: "t"))
        #expect(outcome.status == 1 && outcome.lines.count == 2, "\(outcome.error)")
        #expect(outcome.error.contains("s, line 2 asks for the language >>xyz<<"))
        #expect(outcome.error.contains("knows >>rev<<"), "\(outcome.error)")
    }

    @Test func alignKeepsTheirPlaces() throws {
        let outcome = try Command.run(arguments("align"))
        expectNamed(outcome)
        #expect(outcome.lines.map(\.isEmpty) == [false, true, false, true, false])
        let soft = try Command.run(arguments("align") + ["--soft-alignment"]).objects()
        #expect(soft.map { $0["error"] != nil } == [false, true, false, true, false])
        let right = ["0-1 1-0", "", "0-0", "", "0-0"]
        let rates = try Command.run(
            arguments("align") + ["--reference", try files.write(right, to: "r")])
        expectNamed(rates)
        #expect(rates.output.contains("n = 3"), "\(rates.output)")
    }

    @Test(arguments: [["red"], ["0-0"]])
    func otherReferencesThanThereArePairsAreRefused(lines: [String]) throws {
        let outcome = try Command.run(
            "align", "--model", model, "--source", try files.write(["red", "dog"], to: "s"),
            "--target", try files.write(["red", "dog"], to: "t"), "--reference",
            try files.write(lines, to: "r"))
        #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(outcome.error.contains(files.path("r")), "\(outcome.error)")
    }

    /// The model turns words round, and so is its own reverse model.
    private func filter(_ arguments: String...) throws -> Command.Outcome {
        try Command.run(
            ["score", "--model", model, "--reverse", model, "--type", "float32"] + arguments,
            in: files.url)
    }

    @Test func scoresOfTwoModelsArePrintedAndFilterPairs() throws {
        let table = try files.write(
            ["red dog\tdog red", "cat", "sun\tsun", "\(Self.long)\tcat", "blue\tblue"], to: "t.tsv")
        let printed = try filter("--tsv", table)
        #expect(printed.status == 0 && printed.lines.count == 5, "\(printed.error)")
        #expect(printed.lines.map { $0 == "nan" } == [false, true, false, true, false])
        let objects = try filter("--tsv", table, "--json").objects()
        #expect(objects[1]["error"] as? String == "unreadable" && objects[1]["score"] is NSNull)
        #expect(objects[3]["error"] as? String == "too-long")
        let (score, forward, reverse) = (
            try #require(objects[0]["score"] as? Double),
            try #require(objects[0]["forward"] as? Double),
            try #require(objects[0]["reverse"] as? Double)
        )
        #expect(abs(score - exp(-(abs(forward - reverse) + (forward + reverse) / 2))) < 1e-5)
        let kept = try filter(
            "--tsv", table, "--keep", "0.4", "--output", "kept", "--report", "report.html")
        #expect(kept.error.contains("2 of 5 pairs kept (40.0 %)"), "\(kept.error)")
        #expect(kept.error.contains("5 pairs scored"), "\(kept.error)")
        #expect(try files.text("kept.source").split(separator: "\n").count == 2)
        #expect(files.exists("kept.target") && files.exists("report.html"))
        let more = try filter("--tsv", table, "--keep", "0.6", "--output", "kept", "--json")
        #expect(more.error.contains("0 pairs scored"), "\(more.error)")
        #expect((try more.objects()[0]["pairs"] as? [String: Int])?["kept"] == 3)
    }

    @Test(arguments: [
        (["--keep", "0.5"], "Give --output or --output-tsv"),
        (["--output", "x"], "Say with --keep or --threshold"),
        (["--keep", "0.5", "--threshold", "0.1", "--output", "x"], "not both"),
        (["--keep", "1.5", "--output", "x"], "above 0, and at most 1"),
        (["--keep", "0.5", "--output-tsv", "-"], "name a file by --scores"),
        (["--logits", "l"], "leave the filter out"),
    ])
    func wrongUseOfTheFilterSaysHow(arguments: [String], sentence: String) throws {
        let outcome = try Command.run(
            ["score", "--model", model, "--reverse", model, "--tsv", "t"] + arguments, in: files.url
        )
        #expect(outcome.status == 64 && outcome.error.contains(sentence), "\(outcome.error)")
    }
}
