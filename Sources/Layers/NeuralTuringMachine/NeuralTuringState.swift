public import Tensors

/// Where a ``NeuralTuringMachine`` stands after a step, one row for every sequence.
public struct NeuralTuringState {
    /// The contents of the memory, `[sequences, slot width · slots]`; see `MemoryShape`.
    public let memory: Tensor
    /// Where the heads are, `[sequences, heads · slots]`, write heads first.
    public let weighting: Tensor
    /// What the read heads read, `[sequences, read heads · slot width]`.
    public let reads: Tensor
    /// The controller's state; its hidden part is the controller's output, too.
    public let controller: RecurrentState

    /// A state of its parts.
    package init(
        memory: Tensor, weighting: Tensor, reads: Tensor, controller: RecurrentState
    ) {
        self.memory = memory
        self.weighting = weighting
        self.reads = reads
        self.controller = controller
    }
}

extension NeuralTuringState {
    /// The number of rows.
    package var rows: Int { memory.rows }

    /// What of it becomes the machine's output.
    package var output: NeuralTuringOutput {
        NeuralTuringOutput(hidden: controller.hidden, reads: reads)
    }

    /// Applies an operation on rows to all parts.
    package func map(_ body: (Tensor) -> Tensor) -> NeuralTuringState {
        NeuralTuringState(
            memory: body(memory), weighting: body(weighting), reads: body(reads),
            controller: controller.map(body))
    }
}

/// What a ``NeuralTuringMachine`` says at a step, one row for every sequence.
package struct NeuralTuringOutput {
    /// The controller's output.
    let hidden: Tensor
    /// What the read heads read.
    let reads: Tensor
}
