import Foundation
import TestSupport
import Testing

/// Commands with a model as Firefox has it.
@Suite struct StudentTests {
    private let files: TemporaryFolder
    private let model: TemporaryFolder
    private let lines = Data("Ba che di.\ngu la\n\nla gu che\n".utf8)

    init() throws {
        files = try TemporaryFolder()
        model = try TemporaryFolder()
        _ = try StudentFixture(in: model)
    }

    private func run(_ arguments: String..., status: Int32 = 0) throws -> Command.Outcome {
        let outcome = try Command.run(arguments, input: lines, in: files.url)
        #expect(outcome.status == status, "\(outcome.error)")
        return outcome
    }

    @Test func itIsTranslatedWithAsItIs() throws {
        let own = try run("translate", "--model", model.url.path)
        #expect(own.lines.count == 4 && own.lines[2].isEmpty)
        _ = try run("convert", "--model", model.url.path, "--output", "made", "--type", "int8")
        #expect(try run("translate", "--model", "made").output == own.output)
        #expect(try run("translate", "--model", "made", "--workers", "1").output == own.output)
        let all = try run("translate", "--model", model.url.path, "--no-shortlist")
        #expect(all.lines.count == 4 && all.output != own.output)
        let beam = try run("translate", "--model", model.url.path, "--beam", "3", "--json")
        #expect(try beam.objects().count == 4)
    }

    @Test func itIsWrittenAsFirefoxHasIt() throws {
        let own = try run("translate", "--model", model.url.path)
        let written = try run(
            "convert", "--model", model.url.path, "--to", "bergamot", "--output", "made")
        #expect(written.error.isEmpty)
        #expect(try run("translate", "--model", "made").output == own.output)
        _ = try files.write(["Ba che di.", "gu la"], to: "text")
        let measured = ["convert", "--model", "made", "--calibrate", "text"]
        let eightBits = measured + ["--type", "int8", "--output", "directory"]
        #expect(try Command.run(eightBits, in: files.url).status == 0)
        #expect(try run("translate", "--model", "directory").output == own.output)
        try FileManager.default.removeItem(at: files.file("directory/shortlist.bin"))
        let without = try run(
            "convert", "--model", "directory", "--to", "bergamot", "--output", "without")
        #expect(without.error.contains("`calque shortlist --model directory`"), "\(without.error)")
        let refused = try run(
            "convert", "--model", "directory", "--to", "bergamot", "--output", "half", "--type",
            "bfloat16", status: 64)
        #expect(refused.error.contains("bfloat16"))
        let exact = try Command.run(
            measured + ["--output", "x", "--type", "float32"], in: files.url)
        #expect(exact.status == 64, "\(exact.error)")
    }

    @Test func whatMarianDoesNotHaveIsNotWritten() throws {
        _ = try run(
            "convert", "--model", TinyModel.shared.get().path, "--output", "tiny", "--type", "int8")
        let refused = try run(
            "convert", "--model", "tiny", "--to", "bergamot", "--output", "made", status: 1)
        #expect(refused.error.contains("positions: marian"), "\(refused.error)")
    }

    @Test func otherCommandsTakeItToo() throws {
        let path = model.url.path
        let description = try run("inspect", "model", "--model", path).output
        #expect(description.contains("SSRU") && description.contains("shortlist"))
        #expect(description.contains("5 frequent target tokens, and up to 50 for a source token"))
        let source = try files.write(["gu la", "Ba"], to: "source")
        let target = try files.write(["la gu", "che di"], to: "target")
        for command in ["score", "align"] {
            let pairs = try run(command, "--model", path, "--source", source, "--target", target)
            #expect(pairs.lines.count == 2)
        }
        let shown = try run("inspect", "attention", "--model", path, "gu la")
        #expect(!shown.output.isEmpty)
    }

    @Test(arguments: ["64", "1"])
    func itsRateIsToldInWordsOfTheSource(batch: String) throws {
        let source = try files.write(["gu la", "", "Ba che di."], to: "source")
        let options = ["--model", model.url.path, "--input", source, "--workers", "1", "--json"]
        for text in [[], ["--text"]] {
            let outcome = try Command.run(
                ["benchmark", "decoding", "--batch", batch, "--repeat", "1"] + options + text)
            let report = try #require(try outcome.objects().first, "\(outcome.error)")
            #expect(report["source_words"] as? Int == 5 && report["sentences"] as? Int == 2)
            #expect(report["text"] as? Bool == !text.isEmpty)
            #expect(try #require(report["source_words_per_second"] as? Double) > 0)
            #expect((report["median_latency_seconds"] == nil) == (batch != "1"))
        }
    }

    @Test func whatDoesNotFitEndsWithASentence() throws {
        let shortlist = model.file(StudentFixture.shortlist)
        try Data(contentsOf: shortlist).dropLast(4).write(to: shortlist)
        let damaged = try run("translate", "--model", model.url.path, status: 1)
        #expect(damaged.error.contains(StudentFixture.shortlist), "\(damaged.error)")
        try FileManager.default.removeItem(at: shortlist)
        let missing = try run("translate", "--model", model.url.path, status: 1)
        #expect(missing.error.contains("under shortlist, which is not there"), "\(missing.error)")
        let converted = try run(
            "convert", "--model", model.url.path, "--output", "made", status: 1)
        #expect(converted.error.contains("under shortlist") && !files.exists("made"))
    }
}
