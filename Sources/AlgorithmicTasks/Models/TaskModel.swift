public import Layers
public import Tensors

/// A network that answers sequences of vectors with bits.
public protocol TaskModel: Sendable {
    /// The weights.
    var parameters: ParameterStore { get }

    /// The logits of the bits at the steps from the first target on, `[(steps − firstTarget) ·
    /// sequences, out]`.
    func logits(of batch: BitSequenceBatch, _ context: Context) -> Tensor
}

extension TaskModel {
    /// The loss of a batch; with a tape the gradients of its sum go out at once.
    func loss(of batch: BitSequenceBatch, _ context: Context) -> BitLossSums {
        context.binaryCrossEntropy(logits(of: batch, context), targets: batch.targets)
    }
}

extension BitSequenceBatch {
    /// The inputs as a tensor.
    func inputTensor(_ context: Context) -> Tensor {
        context.tensor(inputs, steps * count, inputs.count / (steps * count))
    }
}

/// Which network learns a task, and its sizes.
public enum TaskModelConfiguration: Sendable, Equatable {
    /// A ``NeuralTuringTaskModel``.
    case neuralTuringMachine(NeuralTuringMachineConfiguration)
    /// A ``StackedLSTM``.
    case lstm(StackedLSTMConfiguration)

    /// Throws when there can be no such network.
    public func validate() throws {
        switch self {
        case .neuralTuringMachine(let configuration): try configuration.validate()
        case .lstm(let configuration): try configuration.validate()
        }
    }

    /// The network, without numbers.
    ///
    /// - Parameter outputWidth: The bits of an output vector.
    public func makeModel(outputWidth: Int) -> any TaskModel {
        switch self {
        case .neuralTuringMachine(let configuration):
            NeuralTuringTaskModel(configuration, outputWidth: outputWidth)
        case .lstm(let configuration): StackedLSTM(configuration, outputWidth: outputWidth)
        }
    }
}

extension TaskModelConfiguration: Codable {
    private enum Key: String, CodingKey {
        case neuralTuringMachine = "neural_turing_machine"
        case lstm
    }

    /// Reads the sizes from under the name of the network.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.lstm) {
            self = .lstm(try container.decode(StackedLSTMConfiguration.self, forKey: .lstm))
        } else {
            self = .neuralTuringMachine(
                try container.decode(
                    NeuralTuringMachineConfiguration.self, forKey: .neuralTuringMachine))
        }
    }

    /// Writes the sizes under the name of the network.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .neuralTuringMachine(let sizes):
            try container.encode(sizes, forKey: .neuralTuringMachine)
        case .lstm(let sizes): try container.encode(sizes, forKey: .lstm)
        }
    }
}
