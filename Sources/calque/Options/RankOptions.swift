import ArgumentParser
import CalqueKit

/// How a command runs on several machines.
struct RankOptions: ParsableArguments {
    @Option(
        help: .value(
            "seconds", "Under mpirun: how long a process waits for another one to answer.",
            default: 300),
        transform: wholeNumber(from: 1))
    var deadline: Int = 300
}
