public import Basics
public import Layers

/// Associative recall (section 4.3): items of some vectors each, a delimiter ahead of each item; then
/// one of the items between two query delimiters, and the item that followed it is asked for.
public struct AssociativeRecallTask: AlgorithmicTask {
    /// In files and commands.
    public static let name = "associative-recall"
    /// An item, and one that follows.
    public static let shortestLength = 2
    /// The bits of a vector; the paper's 6.
    public var bits = 6
    /// The vectors of an item; the paper's 3.
    public var itemLength = 3
    /// The numbers of items of the sequences trained on; the paper's 2 to 6.
    public var lengths = 2...6

    /// The paper's task.
    public init() {}

    /// The bits, and two delimiters.
    public var inputWidth: Int { bits + 2 }
    /// The bits.
    public var outputWidth: Int { bits }

    /// A feed-forward controller has width 256 and four heads of either kind (table 1), an LSTM width
    /// 100 and one (table 2).
    public func machine(
        _ controller: NeuralTuringController
    ) -> NeuralTuringMachineConfiguration {
        var machine = NeuralTuringMachineConfiguration(
            inputWidth: inputWidth, controller: controller)
        if controller == .feedForward {
            machine.controllerWidth = 256
            machine.writeHeads = 4
            machine.readHeads = 4
        }
        return machine
    }

    /// Sizes that are trained on, each as likely.
    public func drawSize(using random: inout RandomSource) -> TaskSize {
        TaskSize(length: random.next(in: lengths))
    }

    /// An example; see the type.
    public func sequence(_ size: TaskSize, using random: inout RandomSource) -> BitSequence {
        let items = (0..<size.length).map { _ in
            (0..<itemLength).map { _ in random.nextBits(bits) }
        }
        let query = random.next(below: size.length - 1)
        let none = [Float](repeating: 0, count: bits)
        let (itemDelimiter, queryDelimiter) = (none + [1, 0], none + [0, 1])
        let shown = items.flatMap { [itemDelimiter] + channels($0) }
        return BitSequence(
            showing: shown + [queryDelimiter] + channels(items[query]) + [queryDelimiter],
            thenAskingFor: items[query + 1])
    }

    /// Throws when the settings make no task.
    public func validate() throws {
        try validate(bits: bits, ("lengths", lengths), ("item lengths", itemLength...itemLength))
        guard lengths.lowerBound >= Self.shortestLength else {
            throw CalqueError(
                "A single item has none after it. Train on lengths of at least 2 items.",
                kind: .configuration)
        }
    }

    private func channels(_ item: [[Float]]) -> [[Float]] { item.map { $0 + [0, 0] } }
}
