public import Tensors

/// What a machine begins with: learned first reads and first weightings, and a constant memory.
///
/// Weightings are the softmax of a parameter. The memory begins at 1e-6 everywhere, with which
/// training is most reliable (Collier & Beel 2018, section 4).
public struct NeuralTuringStart: Sendable {
    private static let content: Float = 1e-6
    /// With 128 slots, three quarters of the weight.
    private static let firstLogit: Float = 6

    private let configuration: NeuralTuringMachineConfiguration
    /// `[1, read heads · slot width]`
    private let reads: Parameter
    /// `[1, heads · slots]`
    private let weighting: Parameter

    /// Declares `reads` and `weighting`.
    ///
    /// Weightings must begin uneven: to heads that look at all of an even memory alike, no slot would
    /// ever differ from another. Those of a feed-forward controller are random and nearly even: it
    /// then finds the beginning again by content, which holds for sequences of any length, rather
    /// than by waiting there. Those of an LSTM are mostly on the first slot, without which it
    /// remembers by itself instead of learning to use the memory.
    public init(_ configuration: NeuralTuringMachineConfiguration, _ builder: ParameterBuilder) {
        self.configuration = configuration
        let shape = configuration.memory
        reads = builder.parameter(
            "reads", 1, shape.readCount, initializer: .normal(standardDeviation: 0.5))
        let focus = [Self.firstLogit] + Array(repeating: 0, count: shape.slots - 1)
        weighting = builder.parameter(
            "weighting", 1, shape.weightingCount,
            initializer: configuration.controller == .lstm
                ? .constantParts((0..<shape.heads).flatMap { _ in focus })
                : .normal(standardDeviation: 0.5))
    }

    /// The state before the first step.
    public func state(sequences: Int, _ context: Context) -> NeuralTuringState {
        let shape = configuration.memory
        let memory = context.tensor(
            sequences, shape.contentCount, elementType: .float32)  // [sequences, M · N]
        memory.floats.update(repeating: Self.content)
        return NeuralTuringState(
            memory: memory,
            weighting: context.softmax(
                context.repeated(weighting, count: sequences),
                classes: shape.slots),  // [sequences, heads · N]
            reads: context.repeated(reads, count: sequences),  // [sequences, read heads · M]
            controller: context.zeroState(
                configuration.controller.cell, rows: sequences,
                width: configuration.controllerWidth))  // [sequences, controller]
    }
}
