import Basics

/// What is shown step by step, and the bits that are asked for at the last steps.
public struct BitSequence: Sendable, Equatable {
    /// The input vector of every step.
    public let inputs: [[Float]]
    /// The right output vector of the last steps, 0 or 1 each.
    public let targets: [[Float]]

    /// Shows vectors, then asks for others while nothing is shown.
    init(showing inputs: [[Float]], thenAskingFor targets: [[Float]]) {
        let nothing = [Float](repeating: 0, count: inputs.first?.count ?? 0)
        self.inputs = inputs + targets.map { _ in nothing }
        self.targets = targets
    }
}

/// Sequences of one size, computed together.
public struct BitSequenceBatch: Sendable {
    /// The number of sequences.
    public let count: Int
    /// The number of steps.
    public let steps: Int
    /// The first step at which something is asked for.
    public let firstTarget: Int
    /// `[steps · count, in]`, step by step.
    public let inputs: [Float]
    /// `[(steps − firstTarget) · count, out]`, step by step.
    public let targets: [Float]

    /// A batch of sequences that have equally many steps.
    public init(_ sequences: [BitSequence]) {
        let (steps, targets) = (
            sequences.first?.inputs.count ?? 0, sequences.first?.targets.count ?? 0
        )
        precondition(
            sequences.allSatisfy { $0.inputs.count == steps && $0.targets.count == targets },
            "sequences of different lengths in a batch")
        count = sequences.count
        self.steps = steps
        firstTarget = steps - targets
        inputs = (0..<steps).flatMap { step in sequences.flatMap { $0.inputs[step] } }
        self.targets = (0..<targets).flatMap { step in sequences.flatMap { $0.targets[step] } }
    }

    /// Draws sequences, number `index` of which follows from the seed and its place alone.
    ///
    /// - Parameters:
    ///   - indices: The places of the sequences.
    ///   - path: What the sequences are for, such as the number of an update.
    init(
        _ task: some AlgorithmicTask, _ size: TaskSize, indices: Range<Int>, seed: UInt64,
        path: Int
    ) {
        self.init(
            indices.map { index in
                var random = RandomSource(seed: seed, path: path, index)
                return task.sequence(size, using: &random)
            })
    }
}
