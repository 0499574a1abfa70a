import Foundation
import TestSupport
import Testing

/// What processes do that a launcher has started together, as its variables say.
struct RankTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    /// Rank 1 of 3 on one machine, as each launcher says it.
    private static let second = [
        [
            "OMPI_COMM_WORLD_SIZE": "3", "OMPI_COMM_WORLD_RANK": "1",
            "OMPI_COMM_WORLD_LOCAL_RANK": "1",
        ],
        ["PMI_SIZE": "3", "PMI_RANK": "1", "MPI_LOCALRANKID": "1"],
        ["SLURM_STEP_NUM_TASKS": "3", "SLURM_PROCID": "1", "SLURM_LOCALID": "1"],
    ]

    private static let first = ["PMI_SIZE": "3", "PMI_RANK": "0", "MPI_LOCALRANKID": "0"]

    private func train(_ environment: [String: String]) throws -> Command.Outcome {
        try Command.run(
            ["train", "--output", files.path("run"), "--updates", "4"]
                + (try TinyModel.text(in: files)) + TinyModel.sizes, in: files.url,
            environment: environment.merging(["CALQUE_MPI": files.path("none.so")]) { $1 })
    }

    /// Each would train by itself, and all of them in one folder.
    @Test(arguments: [["OMPI_COMM_WORLD_SIZE": "2"], ["PMI_SIZE": "2"], first])
    func oneOfSeveralProcessesDoesNotTrainAlone(environment: [String: String]) throws {
        let outcome = try train(environment)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("none.so"), "\(outcome.error)")
        #expect(outcome.error.split(separator: "\n").count == 1, "\(outcome.error)")
        #expect(!files.exists("run"))
    }

    @Test(arguments: second)
    func whatOneProcessOfAMachineSaysNoOtherSays(environment: [String: String]) throws {
        let outcome = try train(environment)
        #expect(outcome.status == 1)
        #expect(outcome.error == "")
        #expect(!files.exists("run"))
    }

    /// Commands that do not come to reading what they are given.
    private static let commands = [
        ["demo", "--output", "run"], ["ntm", "copy", "--output", "run"],
        ["clean", "--source", "a", "--target", "b", "--output", "run"],
        ["convert", "--model", "m", "--output", "run"], ["inspect", "model", "--model", "m"],
        ["serve", "--model", "model"],
        ["score", "--model", "model", "--source", "a", "--target", "b"],
    ]

    @Test(arguments: commands)
    func whatRunsInOneProcessSaysSoToSeveral(arguments: [String]) throws {
        let outcome = try Command.run(arguments, in: files.url, environment: Self.first)
        #expect(outcome.status == 64)
        let sentence = "Error: calque \(arguments[0])"
        #expect(outcome.error.contains(sentence), "\(outcome.error)")
        #expect(outcome.error.contains("one of 3 that were started"), "\(outcome.error)")
        #expect(!files.exists("run"))
    }

    @Test(arguments: commands.prefix(2) + [["train", "--no-such-option"]], second.prefix(2))
    func whatIsWrongForAllRank0SaysAlone(
        arguments: [String], environment: [String: String]
    ) throws {
        let outcome = try Command.run(arguments, in: files.url, environment: environment)
        #expect(outcome.status == 64)
        #expect(outcome.error + outcome.output == "")
        #expect(!files.exists("run"))
    }

    @Test(arguments: [
        ["--version"], ["train", "--help"], ["help", "clean"], ["train", "--keys"],
    ])
    func helpIsThereForAll(arguments: [String]) throws {
        let outcome = try Command.run(arguments, in: files.url, environment: Self.second[0])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(!outcome.output.isEmpty)
    }
}
