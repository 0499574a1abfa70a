import ArgumentParser
import CalqueKit

/// What the command of a task says of it. Nothing is set that was not given, so that it is known whether
/// the task was described at all.
protocol TaskFlags: ParsableArguments {
    associatedtype Task: AlgorithmicTask

    /// What the command does, in a sentence and in several.
    static var abstract: String { get }
    static var discussion: String { get }

    /// Whether the task was described.
    var isGiven: Bool { get }
    /// The task.
    var task: Task { get }
    /// What its network is tested on.
    var sizes: [TaskSize] { get }
}

/// `calque ntm copy`.
struct CopyFlags: TaskFlags {
    static let abstract = "Copy a sequence of random vectors (section 4.1)."
    static let discussion = """
        Vectors are shown one by one, then a delimiter, and then the same vectors are asked for. \
        Prints the cross-entropy and the wrong bits of a sequence at several lengths.
        """
    private static let defaults = CopyTask()
    private static let defaultTestLengths = [10, 20, 30, 50, 80, 120]

    @Option(
        help: .value(
            "from-to", "Vectors in a training sequence.", default: defaults.lengths.asLengths),
        transform: lengthRange)
    var lengths: ClosedRange<Int>?

    @Option(help: .value("n", "Bits of a vector.", default: defaults.bits), transform: width)
    var bits: Int?

    @Option(
        help: .value(
            "n,n,…", "Lengths of the test sequences.", default: defaultTestLengths.asLengths),
        transform: lengthList)
    var testLengths = defaultTestLengths

    var isGiven: Bool { lengths != nil || bits != nil }

    var task: CopyTask {
        var task = Self.defaults
        task.lengths = lengths ?? task.lengths
        task.bits = bits ?? task.bits
        return task
    }

    var sizes: [TaskSize] { testLengths.map { TaskSize(length: $0) } }
}

/// `calque ntm repeat-copy`.
struct RepeatCopyFlags: TaskFlags {
    static let abstract = "Copy a sequence as often as is asked for (section 4.2)."
    static let discussion = """
        Vectors are shown one by one, then how often they are asked for; an end marker is asked for \
        after the last copy. Prints the cross-entropy and the wrong bits of a sequence at several \
        lengths.
        """
    private static let defaults = RepeatCopyTask()
    private static let defaultTestSizes = [5, 10, 20]

    @Option(
        help: .value(
            "from-to", "Vectors in a training sequence.", default: defaults.lengths.asLengths),
        transform: lengthRange)
    var lengths: ClosedRange<Int>?

    @Option(
        help: .value(
            "from-to", "Copies that a training sequence asks for.",
            default: defaults.repeats.asLengths),
        transform: lengthRange)
    var repeats: ClosedRange<Int>?

    @Option(help: .value("n", "Bits of a vector.", default: defaults.bits), transform: width)
    var bits: Int?

    @Option(
        help: .value(
            "n,n,…", "Lengths of the test sequences.", default: defaultTestSizes.asLengths),
        transform: lengthList)
    var testLengths = defaultTestSizes

    @Option(
        help: .value(
            "n,n,…", "Numbers of copies to test at each of these lengths.",
            default: defaultTestSizes.asLengths),
        transform: lengthList)
    var testRepeats = defaultTestSizes

    var isGiven: Bool { lengths != nil || repeats != nil || bits != nil }

    var task: RepeatCopyTask {
        var task = Self.defaults
        task.lengths = lengths ?? task.lengths
        task.repeats = repeats ?? task.repeats
        task.bits = bits ?? task.bits
        return task
    }

    var sizes: [TaskSize] {
        testLengths.flatMap { length in
            testRepeats.map { TaskSize(length: length, repeats: $0) }
        }
    }
}

/// `calque ntm associative-recall`.
struct AssociativeRecallFlags: TaskFlags {
    static let abstract = "Recall the item that followed a given one (section 4.3)."
    static let discussion = """
        Items of a few vectors are shown, then one of them again, and the next one is asked for. \
        Prints the cross-entropy and the wrong bits of a sequence at several numbers of items.
        """
    private static let defaults = AssociativeRecallTask()
    private static let defaultTestLengths = [2, 4, 6, 8, 12, 16, 20]

    @Option(
        help: .value(
            "from-to", "Items in a training sequence.", default: defaults.lengths.asLengths),
        transform: lengthRange)
    var lengths: ClosedRange<Int>?

    @Option(
        help: .value("n", "Vectors of an item.", default: defaults.itemLength), transform: width)
    var itemLength: Int?

    @Option(help: .value("n", "Bits of a vector.", default: defaults.bits), transform: width)
    var bits: Int?

    @Option(
        help: .value(
            "n,n,…", "Numbers of items in the test sequences.",
            default: defaultTestLengths.asLengths),
        transform: lengthList)
    var testLengths = defaultTestLengths

    func validate() throws {
        guard testLengths.allSatisfy({ $0 >= AssociativeRecallTask.shortestLength }) else {
            throw ValidationError("Test it on at least 2 items: a single one has none after it.")
        }
    }

    var isGiven: Bool { lengths != nil || itemLength != nil || bits != nil }

    var task: AssociativeRecallTask {
        var task = Self.defaults
        task.lengths = lengths ?? task.lengths
        task.itemLength = itemLength ?? task.itemLength
        task.bits = bits ?? task.bits
        return task
    }

    var sizes: [TaskSize] { testLengths.map { TaskSize(length: $0) } }
}

private let width = wholeNumber(from: 1, to: 1 << 12)

/// Whole numbers of at least 1 with commas between them.
private func lengthList(_ text: String) throws -> [Int] {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let lengths = numbers.compactMap { $0 }.filter { (1...1 << 16).contains($0) }
    guard !lengths.isEmpty, lengths.count == numbers.count else {
        throw ValidationError("Give whole numbers from 1 on, such as 10,20,30.")
    }
    return lengths
}

/// Two whole numbers of at least 1 with a hyphen between them, or one.
private func lengthRange(_ text: String) throws -> ClosedRange<Int> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        (1...1 << 16).contains(first), (first...1 << 16).contains(last)
    else { throw ValidationError("Give whole numbers such as 1-20, the smaller first.") }
    return first...last
}

extension [Int] {
    /// As they are written on the command line.
    fileprivate var asLengths: String { map(String.init).joined(separator: ",") }
}

extension ClosedRange<Int> {
    /// As it is written on the command line.
    fileprivate var asLengths: String { "\(lowerBound)-\(upperBound)" }
}
