import ArgumentParser
import CalqueKit

/// `calque ntm copy`.
struct CopyCommand: ParsableCommand {
    private static let defaults = CopyTask()
    private static let defaultTestLengths = [10, 20, 30, 50, 80, 120]

    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a sequence of random vectors (section 4.1).",
        discussion: """
            Vectors are shown one by one, then a delimiter, and then the same vectors are asked \
            for. Prints the cross-entropy and the wrong bits of a sequence at several lengths.
            """)

    @Option(
        help: ArgumentHelp("Vectors in a training sequence.", valueName: "from-to")
            .withDefault(defaults.lengths.asLengths), transform: lengthRange)
    var lengths: ClosedRange<Int>?

    @Option(
        help: ArgumentHelp("Bits of a vector.", valueName: "n").withDefault(defaults.bits),
        transform: wholeNumber(from: 1, to: 1 << 12))
    var bits: Int?

    @Option(
        help: ArgumentHelp("Lengths of the test sequences.", valueName: "n,n,…")
            .withDefault(defaultTestLengths.asLengths), transform: lengthList)
    var testLengths = defaultTestLengths

    @OptionGroup(title: "Network") var network: TaskNetworkFlags
    @OptionGroup(title: "Training") var training: TaskTrainingFlags
    @OptionGroup(title: "Results") var results: TaskResultFlags

    func validate() throws {
        try results.check(
            describesNetwork: network.isGiven || lengths != nil || bits != nil, training)
    }

    func run() throws {
        var task = Self.defaults
        task.lengths = lengths ?? task.lengths
        task.bits = bits ?? task.bits
        try TaskSession(task: task, network: network, training: training, results: results)
            .run(sizes: testLengths.map { TaskSize(length: $0) })
    }
}
