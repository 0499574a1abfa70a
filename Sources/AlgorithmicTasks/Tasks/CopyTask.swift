public import Basics

/// Copying (section 4.1): random vectors, a delimiter on a channel of its own, and then the same
/// vectors are asked for.
public struct CopyTask: AlgorithmicTask {
    /// In files and commands.
    public static let name = "copy"
    /// The bits of a vector; the paper's 8.
    public var bits = 8
    /// The numbers of vectors of the sequences trained on; the paper's 1 to 20.
    public var lengths = 1...20

    /// The paper's task.
    public init() {}

    /// The bits, and the delimiter.
    public var inputWidth: Int { bits + 1 }
    /// The bits.
    public var outputWidth: Int { bits }

    /// Sizes that are trained on, each as likely.
    public func drawSize(using random: inout RandomSource) -> TaskSize {
        TaskSize(length: random.next(in: lengths))
    }

    /// An example; see the type.
    public func sequence(_ size: TaskSize, using random: inout RandomSource) -> BitSequence {
        let vectors = (0..<size.length).map { _ in random.nextBits(bits) }
        let delimiter = [Float](repeating: 0, count: bits) + [1]
        return BitSequence(showing: vectors.map { $0 + [0] } + [delimiter], thenAskingFor: vectors)
    }

    /// Throws when the settings make no task.
    public func validate() throws {
        try validate(bits: bits, ("lengths", lengths))
    }
}
