import Layers
public import Tensors

/// Where a ``NeuralTuringMachine`` stands behind a step, one row for every sequence.
public struct NeuralTuringState {
    /// The contents of the memory, `[sequences, slot width · slots]`; see `MemoryShape`.
    public let memory: Tensor
    /// Where the heads are, `[sequences, heads · slots]`, write heads first.
    public let weighting: Tensor
    /// What the read heads read, `[sequences, read heads · slot width]`.
    public let reads: Tensor
    /// The controller's state; its hidden part is the controller's output, too.
    public let controller: RecurrentState
}

extension NeuralTuringState {
    /// The number of rows.
    var rows: Int { memory.rows }

    /// Applies an operation on rows to all parts.
    func map(_ body: (Tensor) -> Tensor) -> NeuralTuringState {
        NeuralTuringState(
            memory: body(memory), weighting: body(weighting), reads: body(reads),
            controller: controller.map(body))
    }
}

/// What a machine begins with: learned first reads and first weightings, and a constant memory.
///
/// Weightings are the softmax of a parameter. The memory begins at 1e-6 everywhere, with which
/// training is most reliable (Collier & Beel 2018, section 4).
struct NeuralTuringStart: Sendable {
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
    /// Weightings begin mostly on the first slot: to heads that look at all of an even memory alike,
    /// no slot would ever differ from another, and the sharper the focus is at first, the sooner
    /// an LSTM controller finds a use for it.
    init(_ configuration: NeuralTuringMachineConfiguration, _ builder: ParameterBuilder) {
        self.configuration = configuration
        let shape = configuration.memory
        reads = builder.parameter(
            "reads", 1, shape.readCount, initializer: .normal(standardDeviation: 0.5))
        let focus = [Self.firstLogit] + Array(repeating: 0, count: shape.slots - 1)
        weighting = builder.parameter(
            "weighting", 1, shape.weightingCount,
            initializer: .constantParts((0..<shape.heads).flatMap { _ in focus }))
    }

    /// The state before the first step.
    func state(sequences: Int, _ context: Context) -> NeuralTuringState {
        let shape = configuration.memory
        let memory = context.tensor(sequences, shape.contentCount, elementType: .float32)
        memory.floats.update(repeating: Self.content)
        return NeuralTuringState(
            memory: memory,
            weighting: context.softmax(
                context.repeated(weighting, count: sequences), classes: shape.slots),
            reads: context.repeated(reads, count: sequences),
            controller: context.zeroState(
                configuration.controller.cell, rows: sequences,
                width: configuration.controllerWidth))
    }
}
