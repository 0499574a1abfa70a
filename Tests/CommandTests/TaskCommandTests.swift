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
        let trace = try #require(
            try jsonObject(loaded.output.utf8)["trace"] as? [String: Any])
        let heads = try #require(trace["heads"] as? [[String: Any]])
        #expect(Set(heads.compactMap { $0["kind"] as? String }) == ["write", "read"])
        for head in heads {
            let slots = try #require(head["slots"] as? [Any])
            let weights = try #require(head["weights"] as? [[Any]])
            #expect(!weights.isEmpty && weights.allSatisfy { $0.count == slots.count })
        }
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
}
