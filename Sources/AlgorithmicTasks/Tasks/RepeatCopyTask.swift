public import Basics

/// Repeated copying (section 4.2): random vectors, then on a channel of its own how often they are
/// asked for; after the last copy, an end marker on an output of its own.
///
/// The number of copies is given with the mean and the deviation of those trained on taken out, as
/// in the paper.
public struct RepeatCopyTask: AlgorithmicTask {
    /// In files and commands.
    public static let name = "repeat-copy"
    /// The bits of a vector; the paper's 8.
    public var bits = 8
    /// The numbers of vectors of the sequences trained on; the paper's 1 to 10.
    public var lengths = 1...10
    /// The numbers of copies trained on; the paper's 1 to 10.
    public var repeats = 1...10

    /// The paper's task.
    public init() {}

    /// The bits, and the number of copies.
    public var inputWidth: Int { bits + 1 }
    /// The bits, and the end marker.
    public var outputWidth: Int { bits + 1 }

    /// Sizes that are trained on, each as likely.
    public func drawSize(using random: inout RandomSource) -> TaskSize {
        TaskSize(length: random.next(in: lengths), repeats: random.next(in: repeats))
    }

    /// An example; see the type.
    public func sequence(_ size: TaskSize, using random: inout RandomSource) -> BitSequence {
        let vectors = (0..<size.length).map { _ in random.nextBits(bits) }
        let none = [Float](repeating: 0, count: bits)
        let unmarked = vectors.map { $0 + [0] }
        let copies = Array(repeating: unmarked, count: size.repeats).flatMap { $0 }
        return BitSequence(
            showing: unmarked + [none + [normalized(size.repeats)]],
            thenAskingFor: copies + [none + [1]])
    }

    /// Throws when the settings make no task.
    public func validate() throws {
        try validate(bits: bits, ("lengths", lengths), ("repeats", repeats))
    }

    /// Zero mean and unit variance over the uniform distribution of the training's numbers.
    private func normalized(_ count: Int) -> Float {
        let mean = Float(repeats.lowerBound + repeats.upperBound) / 2
        let variance = Float(repeats.count * repeats.count - 1) / 12
        return (Float(count) - mean) / (variance > 0 ? variance : 1).squareRoot()
    }
}
