import Foundation
import TestSupport
import Testing

@Suite struct CompareTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private func arguments(_ more: String...) throws -> [String] {
        let text = try TinyModel.text(in: files)
        return ["compare", "--output", files.path("compared"), "--architectures", "gru"] + text
            + ["--test-source", text[1], "--test-target", text[3], "--set", "vocabulary-size=40"]
            + ["--parameters", "60000", "--set", "update-tokens=100", "maximum-length=24"]
            + ["--workers", "1", "--set", "precision=float32"] + more
    }

    @Test func printsTablesAndWritesAPage() throws {
        let outcome = try Command.run(arguments("--updates", "2"))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.lines.first?.hasPrefix("architecture") == true)
        #expect(outcome.lines.dropFirst().first?.hasPrefix("gru") == true)
        #expect(outcome.lines.last == "page: \(files.path("compared/comparison.html"))")
        for name in ["comparison.html", "comparison.json", "gru/model.safetensors", "tokenizer"] {
            #expect(
                files.exists("compared/\(name)"), "\(name)")
        }
        // The same again, from what is there.
        let again = try Command.run(arguments("--updates", "2", "--json"))
        #expect(again.status == 0, "\(again.error)")
        #expect(!again.error.contains("update 1 "))
        #expect((try jsonObject(again.output.utf8)["results"] as? [[String: Any]])?.count == 1)
    }

    @Test(arguments: [
        (["--learning-rates", "lstm=0.1"], "--learning-rates has lstm"),
        (["--length-limit", "5"], "--length-limit belongs to"),
        (["--updates", "2", "--minutes", "1"], "not both"),
        (["--seeds", "2"], "--seeds belongs to --study ablations"),
    ])
    func optionsThatWouldDoNothingAreRefused(options: [String], reason: String) throws {
        let outcome = try Command.run(arguments() + options)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains(reason), "\(outcome.error)")
    }

    @Test func studiesAblations() throws {
        let text = try TinyModel.text(in: files)
        let arguments =
            ["compare", "--study", "ablations", "--output", files.path("studied")] + text
            + ["--test-source", text[1], "--test-target", text[3], "--set", "vocabulary-size=40"]
            + ["update-tokens=100", "maximum-length=24", "precision=float32"]
            + ["--workers", "1", "--updates", "1", "--seeds", "1"]
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.lines.first?.hasPrefix("model") == true)
        #expect(outcome.lines.dropFirst().first?.hasPrefix("whole") == true)
        #expect(outcome.lines.contains { $0.hasPrefix("less the whole model") })
        #expect(outcome.lines.last == "page: \(files.path("studied/ablations.html"))")
        for name in ["ablations.json", "ablations.svg", "ablations/no-mask/1/model.safetensors"] {
            #expect(files.exists("studied/\(name)"), "\(name)")
        }
        // The same again, from what is there.
        let again = try Command.run(arguments + ["--json"])
        #expect(again.status == 0, "\(again.error)")
        #expect(!again.error.contains("update 1 "))
        let results = try jsonObject(again.output.utf8)["results"] as? [[String: Any]]
        #expect(results?.count == 21)
    }

    @Test(arguments: [
        (["--architectures", "gru"], "--architectures belongs to --study architectures"),
        (["--parameters", "9"], "--parameters belongs to"), (["--seeds", "21"], "at most 20"),
        (["--set", "label-smoothing=0"], "no-label-smoothing changes nothing"),
        (["--set", "without=mask"], "without is not the same for all"),
    ])
    func whatDoesNotBelongToAStudyIsRefused(options: [String], reason: String) throws {
        let outcome = try Command.run(
            ["compare", "--study", "ablations", "--output", files.path("studied")] + options)
        #expect(outcome.status == 64)
        #expect(outcome.error.contains(reason), "\(outcome.error)")
        #expect(!files.exists("studied"))
    }

    @Test func halfATextIsRefused() throws {
        let text = try TinyModel.text(in: files)
        let outcome = try Command.run(
            ["compare", "--output", files.path("compared"), "--target", text[3]])
        #expect(outcome.status == 64, "\(outcome.error)")
    }

    @Test func goesOnAfterAnInterruption() throws {
        let outcome = try Command.interrupted(
            arguments("--updates", "2000"), saying: "update 100 ")
        #expect(outcome.status == 130, "\(outcome.error)")
        #expect(outcome.error.contains("Go on with the same command."))
        let again = try Command.interrupted(
            arguments("--updates", "2000"), saying: "resuming after")
        #expect(again.error.contains("resuming after"))
    }
}
