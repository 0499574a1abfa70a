import ArgumentParser
import CalqueKit

/// How many cores to use.
struct Workers: ParsableArguments {
    @Option(
        name: [.long, .customLong("threads")],
        help: ArgumentHelp(
            "Threads, each with its share of the work. (default: one per core)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1024))
    var workers: Int?

    var count: Int { workers ?? WorkerPool.coreCount }
}
