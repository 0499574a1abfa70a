import Foundation
import TestSupport
import Testing

/// `calque ntm`.
@Suite struct TaskCommandTests {
    private let files: TemporaryFolder

    init() throws { files = try TemporaryFolder() }

    private static let sizes = [
        "--controller-width", "8", "--slots", "8", "--slot-width", "4", "--updates", "3",
        "--batch", "4", "--test-sequences", "5",
    ]

    @Test(arguments: ["copy", "repeat-copy", "associative-recall"])
    func trainsSavesLoadsAndDraws(task: String) throws {
        let folder = files.path("model")
        let trained = try Command.run(
            ["ntm", task, "--test-lengths", "3,4", "--output", folder, "--json"] + Self.sizes)
        #expect(trained.status == 0, "\(trained.error)")
        #expect(trained.error.contains("parameters"))
        let loaded = try Command.run(
            "ntm", task, "--test-lengths", "3,4", "--load", folder, "--test-sequences", "5",
            "--json", "--svg", files.path("trace.svg"))
        #expect(loaded.status == 0, "\(loaded.error)")
        #expect(try results(loaded) == results(trained))
        let svg = try files.text("trace.svg")
        #expect(svg.contains("Read weighting"))
    }

    @Test func whatAFolderHoldsIsNotTouched() throws {
        try files.write(["notes"], to: "notes.txt")
        let outcome = try Command.run(
            ["ntm", "copy", "--test-lengths", "3", "--output", files.url.path] + Self.sizes)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("is not empty"), "\(outcome.error)")
        #expect(!outcome.error.contains("updates in"))
        #expect(files.exists("notes.txt"))
    }

    @Test func trainsOnInTheFolderThatItWasLoadedFrom() throws {
        let folder = files.path("above/model")
        let copy = ["ntm", "copy", "--test-lengths", "3", "--json"]
        let first = try Command.run(copy + ["--output", folder] + Self.sizes)
        #expect(first.status == 0, "\(first.error)")
        let on = try Command.run(
            copy + [
                "--load", folder, "--output", folder, "--updates", "2", "--test-sequences", "5",
            ]
        )
        #expect(on.status == 0, "\(on.error)")
        let loaded = try Command.run(copy + ["--load", folder, "--test-sequences", "5"])
        #expect(try results(loaded) == results(on))
        #expect(try results(loaded) != results(first))
    }

    private func results(_ outcome: Command.Outcome) throws -> NSArray? {
        try jsonObject(outcome.output.utf8)["results"] as? NSArray
    }

    @Test(arguments: [
        (["copy"], "13,536"), (["associative-recall"], "120,486"),
        (["associative-recall", "--controller", "lstm"], "61,894"),
        (["associative-recall", "--read-heads", "1", "--write-heads", "1"], "33,006"),
    ])
    func everyTaskHasAMachineOfItsOwn(task: [String], parameters: String) throws {
        let outcome = try Command.run(
            ["ntm"] + task
                + [
                    "--updates", "1", "--batch", "1", "--test-lengths", "2", "--test-sequences",
                    "1",
                ])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.error.contains("\(parameters) parameters"), "\(outcome.error)")
    }

    @Test func printsATable() throws {
        let outcome = try Command.run(
            ["ntm", "copy", "--model", "lstm", "--lstm-layers", "1", "--lstm-width", "4"]
                + ["--updates", "1", "--batch", "2", "--test-lengths", "1,2"])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.lines.first?.contains("wrong bits") == true)
        #expect(outcome.lines.count == 5)
    }

    @Test func aFolderOfAnotherTaskIsRefused() throws {
        let folder = files.path("model")
        #expect(
            try Command.run(
                ["ntm", "copy", "--test-lengths", "3", "--output", folder] + Self.sizes
            )
            .status == 0)
        let outcome = try Command.run("ntm", "repeat-copy", "--load", folder)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("calque ntm copy"))
    }
}
