import ArgumentParser
import CalqueKit

/// `calque ntm repeat-copy`.
struct RepeatCopyCommand: ParsableCommand {
    private static let defaults = RepeatCopyTask()
    private static let defaultTestSizes = [5, 10, 20]

    static let configuration = CommandConfiguration(
        commandName: "repeat-copy",
        abstract: "Copy a sequence as often as is asked for (section 4.2).",
        discussion: """
            Vectors are shown one by one, then how often they are asked for; an end marker is \
            asked for after the last copy. Prints the cross-entropy and the wrong bits of a \
            sequence at several lengths.
            """)

    @Option(
        help: ArgumentHelp("Vectors in a training sequence.", valueName: "from-to")
            .withDefault(defaults.lengths.asLengths), transform: lengthRange)
    var lengths: ClosedRange<Int>?

    @Option(
        help: ArgumentHelp("Copies that a training sequence asks for.", valueName: "from-to")
            .withDefault(defaults.repeats.asLengths), transform: lengthRange)
    var repeats: ClosedRange<Int>?

    @Option(
        help: ArgumentHelp("Bits of a vector.", valueName: "n").withDefault(defaults.bits),
        transform: wholeNumber(from: 1, to: 1 << 12))
    var bits: Int?

    @Option(
        help: ArgumentHelp("Lengths of the test sequences.", valueName: "n,n,…").withDefault(
            defaultTestSizes.asLengths),
        transform: lengthList)
    var testLengths = defaultTestSizes

    @Option(
        help: ArgumentHelp(
            "Numbers of copies to test at each of these lengths.", valueName: "n,n,…"
        )
        .withDefault(defaultTestSizes.asLengths), transform: lengthList)
    var testRepeats = defaultTestSizes

    @OptionGroup(title: "Network") var network: TaskNetworkFlags
    @OptionGroup(title: "Training") var training: TaskTrainingFlags
    @OptionGroup(title: "Results") var results: TaskResultFlags

    func validate() throws {
        let isNew = network.isGiven || lengths != nil || repeats != nil || bits != nil
        try results.check(describesNetwork: isNew, training)
    }

    func run() throws {
        var task = Self.defaults
        task.lengths = lengths ?? task.lengths
        task.repeats = repeats ?? task.repeats
        task.bits = bits ?? task.bits
        let sizes = testLengths.flatMap { length in
            testRepeats.map { TaskSize(length: length, repeats: $0) }
        }
        try TaskSession(task: task, network: network, training: training, results: results)
            .run(sizes: sizes)
    }
}
