import ArgumentParser

/// `calque benchmark`.
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            """
            Measure how fast this machine trains and translates, and how close that is to its \
            limits.
            """,
        subcommands: [
            BenchmarkTraining.self, BenchmarkDecoding.self, BenchmarkTurns.self,
            BenchmarkOperations.self,
        ])
}
