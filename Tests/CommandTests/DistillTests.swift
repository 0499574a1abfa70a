import Foundation
import TestSupport
import Testing

/// `calque distill`.
@Suite struct DistillTests {
    private let files: TemporaryFolder
    private let teacher: String
    private let text: [String]

    init() throws {
        files = try TemporaryFolder()
        teacher = try TinyModel.shared.get().path
        text = [
            "--source", try files.write(lines: ReversedText.sources, to: "source").path,
            "--translations", try files.write(lines: ReversedText.targets, to: "target").path,
        ]
    }

    private func run(_ arguments: [String], status: Int32 = 0) throws -> Command.Outcome {
        let outcome = try Command.run(["distill"] + arguments, in: files.url)
        #expect(outcome.status == status, "\(outcome.error)")
        return outcome
    }

    private let sizes = [
        "--updates", "4", "--workers", "1", "--set", "width=16", "inner-width=32", "heads=2",
        "encoder-layers=1", "decoder-layers=1", "warm-up=1", "update-tokens=100",
        "precision=float32", "maximum-length=24",
    ]

    @Test func printsTeacherAndStudentAndLeavesAModel() throws {
        let outcome = try run(
            ["--teacher", teacher, "--type", "float32", "--output", "student"] + text + sizes)
        #expect(outcome.lines.contains { $0.hasPrefix("teacher") && $0.contains("float32") })
        #expect(outcome.lines.contains { $0.hasPrefix("student") && $0.contains("int8") })
        let report = try jsonObject(Data(contentsOf: files.file("student/distillation.json")))
        #expect((report["systems"] as? [Any])?.count == 2)
        let translated = try Command.run(
            "translate", "--model", files.path("student"), input: Data("red dog\n".utf8))
        #expect(translated.status == 0 && translated.lines.count == 1)
        // It is there, whole: again it says the same.
        let again = try run(["--output", "student"] + ["--resume"])
        #expect(again.output == outcome.output)
        let refused = try run(
            ["--teacher", teacher, "--output", "student"] + text + sizes, status: 1)
        #expect(refused.error.contains("--resume") && refused.error.contains("--overwrite"))
    }

    @Test func wrongOptionsAreSaidAtOnce() throws {
        for (arguments, reason) in [
            (text + ["--resume", "--overwrite"], "not both"),
            (text + ["--inexact"], "belongs to --resume"),
            (["--teacher", teacher], "give the source"),
            (text + ["--drop", "1"], "share of pairs"),
            (text + ["--beam", "0"], "at least 1"),
            (text + ["--set", "from=\(teacher)"], "follows from the distillation's own"),
            (text + ["--set", "updates=9"], "Give it as --updates."),
        ] {
            let outcome = try run(["--output", "none"] + arguments, status: 64)
            #expect(outcome.error.contains(reason), "\(outcome.error)")
        }
        #expect(!files.exists("none"))
        let missing = try run(["--teacher", "nobody", "--output", "none"] + text, status: 1)
        #expect(missing.error.contains("nobody"))
        let nothing = try run(["--output", "none", "--resume"], status: 1)
        #expect(nothing.error.contains("none holds no distillation"), "\(nothing.error)")
    }
}
