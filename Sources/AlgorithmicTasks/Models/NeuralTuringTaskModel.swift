public import Layers
public import Tensors

/// A Neural Turing Machine with a linear layer after it.
public struct NeuralTuringTaskModel: TaskModel {
    /// The weights.
    public let parameters = ParameterStore()
    private let machine: NeuralTuringMachine
    private let start: NeuralTuringStart
    private let output: Linear

    /// A network without numbers.
    public init(_ configuration: NeuralTuringMachineConfiguration, outputWidth: Int) {
        let builder = ParameterBuilder(parameters)
        machine = NeuralTuringMachine(configuration, builder)
        start = NeuralTuringStart(configuration, builder["start"])
        output = Linear(machine.outputWidth, outputWidth, builder["output"])
    }

    /// The sizes of the machine.
    public var configuration: NeuralTuringMachineConfiguration { machine.configuration }

    /// The logits of the bits that are asked for.
    public func logits(of batch: BitSequenceBatch, _ context: Context) -> Tensor {
        logits(of: batch, outputsFrom: batch.firstTarget, record: nil, context)
    }

    /// - Parameters:
    ///   - first: The first step whose logits are wanted.
    ///   - record: Receives the machine's state after every step.
    package func logits(
        of batch: BitSequenceBatch, outputsFrom first: Int,
        record: ((NeuralTuringState) -> Void)?, _ context: Context
    ) -> Tensor {
        let outputs = machine(
            batch.inputTensor(context), from: start.state(sequences: batch.count, context),
            outputsFrom: first, record: record, context)
        return output(outputs, context)
    }
}
