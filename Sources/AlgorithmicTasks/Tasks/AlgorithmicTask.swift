public import Basics
public import Layers

/// How large a sequence of a task is.
public struct TaskSize: Sendable, Codable, Hashable {
    /// Vectors to copy, or items to recall.
    public let length: Int
    /// How often they are to be copied; 1 where the task does not repeat.
    public let repeats: Int

    /// A size.
    public init(length: Int, repeats: Int = 1) {
        precondition(length > 0 && repeats > 0, "a sequence of \(length) × \(repeats)")
        self.length = length
        self.repeats = repeats
    }
}

/// A task of which any number of examples can be drawn: some vectors are shown, and then vectors
/// of bits are asked for (Graves, Wayne & Danihelka 2014, section 4).
public protocol AlgorithmicTask: Sendable, Codable, Equatable {
    /// What the task is called in files.
    static var name: String { get }
    /// The length of an input vector.
    var inputWidth: Int { get }
    /// The bits of an output vector.
    var outputWidth: Int { get }

    /// The machine of the paper's sizes for the task (its tables 1 and 2).
    func machine(_ controller: NeuralTuringController) -> NeuralTuringMachineConfiguration
    /// The size of the sequences of an update.
    func drawSize(using random: inout RandomSource) -> TaskSize
    /// An example. All examples of a size have as many steps.
    func sequence(_ size: TaskSize, using random: inout RandomSource) -> BitSequence
    /// Throws when the settings make no task, saying why.
    func validate() throws
}

extension RandomSource {
    /// A number of a range, each as likely.
    mutating func next(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + next(below: range.count)
    }

    /// Random bits as numbers.
    mutating func nextBits(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(next() >> 63) }
    }
}

extension AlgorithmicTask {
    /// One head of either kind, and a controller of width 100.
    public func machine(
        _ controller: NeuralTuringController
    ) -> NeuralTuringMachineConfiguration {
        NeuralTuringMachineConfiguration(inputWidth: inputWidth, controller: controller)
    }

    /// Throws unless there are bits, and ranges begin at 1 or later.
    func validate(bits: Int, _ ranges: (name: String, range: ClosedRange<Int>)...) throws {
        guard (1...1 << 12).contains(bits) else {
            throw CalqueError(
                "Vectors of \(bits) bits cannot be trained on; give 1 to 4096.",
                kind: .configuration)
        }
        for (name, range) in ranges where range.lowerBound < 1 || range.upperBound > 1 << 16 {
            throw CalqueError(
                "\(name) of \(range.lowerBound) to \(range.upperBound) cannot be; give 1 to 65536.",
                kind: .configuration)
        }
    }
}
