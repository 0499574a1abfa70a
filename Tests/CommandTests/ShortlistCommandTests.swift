import Foundation
import TestSupport
import Testing

/// `calque shortlist`.
@Suite struct ShortlistCommandTests {
    private let files: TemporaryFolder
    private let model: String
    private let text: [String]

    init() throws {
        files = try TemporaryFolder()
        model = files.path("model")
        try FileManager.default.copyItem(
            atPath: TinyModel.shared.get().path, toPath: files.path("model"))
        text = try TinyModel.text(in: files)
    }

    private func run(
        _ command: String, _ arguments: [String] = [], status: Int32 = 0
    ) throws -> Command.Outcome {
        let outcome = try Command.run(
            [command, "--model", model, "--type", "float32"] + arguments, in: files.url)
        #expect(outcome.status == status, "\(outcome.error)")
        return outcome
    }

    @Test func theModelHasItFromThenOn() throws {
        let made = try run("shortlist", text + ["--first", "3", "--best", "2"])
        #expect(made.error.isEmpty)
        #expect(made.output.contains("60 pairs of the text itself"), "\(made.output)")
        #expect(made.output.contains("coverage"))
        #expect(files.exists("model/shortlist.bin"))
        let description = try Command.run("inspect", "model", "--model", model)
        #expect(description.output.contains("3 frequent target tokens, and up to 2 for a source"))
        let input = try files.write(["red dog", "cat"], to: "input")
        for arguments in [[], ["--no-shortlist"]] {
            let translated = try run("translate", ["--input", input] + arguments)
            #expect(translated.lines.count == 2)
        }
        // It does not get in the way of another.
        let first = try Data(contentsOf: files.file("model/shortlist.bin"))
        _ = try run("shortlist", text + ["--first", "3", "--best", "2"])
        #expect(try Data(contentsOf: files.file("model/shortlist.bin")) == first)
    }

    /// What `align` writes says the same as the attention.
    @Test func alignmentsMayComeFromAFile() throws {
        try files.write(run("align", text).output.utf8, to: "alignments")
        let text = text + ["--first", "3", "--best", "2"]
        _ = try run("shortlist", text + ["--output", "own.bin"])
        let made = try run(
            "shortlist",
            text + ["--alignments", "alignments", "--output", "given.bin", "--json"])
        #expect(
            try Data(contentsOf: files.file("own.bin"))
                == Data(contentsOf: files.file("given.bin")))
        #expect(!files.exists("model/shortlist.bin"))
        let report = try #require(made.objects().first)
        #expect(report["sentences"] as? Int == 60)
        #expect(try #require(report["coveredTokens"] as? Double) > 0.9)
        #expect(try #require(report["meanCandidates"] as? Double) <= 40)
    }

    @Test func itIsMeasuredOnOtherText() throws {
        let source = try files.write(["red", "dog cat"], to: "s")
        let target = try files.write(["red", "cat dog"], to: "t")
        let made = try run(
            "shortlist", text + ["--validation-source", source, "--validation-target", target])
        #expect(made.output.contains("2 pairs of \(source)"), "\(made.output)")
    }

    @Test func pairsThatCannotBeReadAreLeftOut() throws {
        let long = Array(repeating: "red", count: 60).joined(separator: " ")
        let source = try files.write(["red", long, "dog"], to: "s")
        let target = try files.write(["red", "red", "dog"], to: "t")
        let made = try run("shortlist", ["--source", source, "--target", target])
        #expect(made.error.contains("1 of 3 pairs were left out"), "\(made.error)")
    }

    @Test func nothingIsWrittenWhereAlignmentsDoNotFit() throws {
        let alignments = try files.write(["0-9"], to: "alignments")
        let failed = try run("shortlist", text + ["--alignments", alignments], status: 1)
        #expect(failed.error.contains("0-9 links a word that is not there"), "\(failed.error)")
        #expect(!files.exists("model/shortlist.bin") && failed.output.isEmpty)
    }

    @Test func aStudentOfFirefoxsNeedsAName() throws {
        let folder = try TemporaryFolder()
        _ = try StudentFixture(in: folder)
        let source = try files.write(["gu la", "ba"], to: "s")
        let target = try files.write(["la gu", "che di"], to: "t")
        let arguments = [
            "shortlist", "--model", folder.url.path, "--source", source, "--target", target,
        ]
        let refused = try Command.run(arguments)
        #expect(refused.status == 64 && refused.error.contains("with --output"), "\(refused.error)")
        let made = try Command.run(
            arguments + ["--output", folder.path(StudentFixture.shortlist), "--best", "7"])
        #expect(made.status == 0, "\(made.error)")
        let description = try Command.run("inspect", "model", "--model", folder.url.path)
        #expect(description.output.contains("and up to 7 for a source token"))
    }
}
