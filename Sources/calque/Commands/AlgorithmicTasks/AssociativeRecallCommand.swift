import ArgumentParser
import CalqueKit

/// `calque ntm associative-recall`.
struct AssociativeRecallCommand: ParsableCommand {
    private static let defaults = AssociativeRecallTask()
    private static let defaultTestLengths = [2, 4, 6, 8, 12, 16, 20]

    static let configuration = CommandConfiguration(
        commandName: "associative-recall",
        abstract: "Recall the item that followed a given one (section 4.3).",
        discussion: """
            Items of a few vectors are shown, then one of them again, and the next one is asked \
            for. Prints the cross-entropy and the wrong bits of a sequence at several numbers of \
            items.
            """)

    @Option(
        help: ArgumentHelp("Items in a training sequence.", valueName: "from-to")
            .withDefault(defaults.lengths.asLengths), transform: lengthRange)
    var lengths: ClosedRange<Int>?

    @Option(
        help: ArgumentHelp("Vectors of an item.", valueName: "n").withDefault(defaults.itemLength),
        transform: wholeNumber(from: 1, to: 1 << 12))
    var itemLength: Int?

    @Option(
        help: ArgumentHelp("Bits of a vector.", valueName: "n").withDefault(defaults.bits),
        transform: wholeNumber(from: 1, to: 1 << 12))
    var bits: Int?

    @Option(
        help: ArgumentHelp("Numbers of items in the test sequences.", valueName: "n,n,…")
            .withDefault(defaultTestLengths.asLengths), transform: lengthList)
    var testLengths = defaultTestLengths

    @OptionGroup(title: "Network") var network: TaskNetworkFlags
    @OptionGroup(title: "Training") var training: TaskTrainingFlags
    @OptionGroup(title: "Results") var results: TaskResultFlags

    func validate() throws {
        let isNew = network.isGiven || lengths != nil || itemLength != nil || bits != nil
        try results.check(describesNetwork: isNew, training)
        guard testLengths.allSatisfy({ $0 >= AssociativeRecallTask.shortestLength }) else {
            throw ValidationError("Test it on at least 2 items: a single one has none after it.")
        }
    }

    func run() throws {
        var task = Self.defaults
        task.lengths = lengths ?? task.lengths
        task.itemLength = itemLength ?? task.itemLength
        task.bits = bits ?? task.bits
        try TaskSession(task: task, network: network, training: training, results: results)
            .run(sizes: testLengths.map { TaskSize(length: $0) })
    }
}
