import Basics
import Layers
public import Tensors

/// The sizes of a ``StackedLSTM``; the defaults are the paper's for copying (Graves et al. 2014,
/// table 3).
public struct StackedLSTMConfiguration: Sendable, Codable, Equatable {
    /// The length of an input vector.
    public var inputWidth: Int
    /// The width of every layer.
    public var width = 256
    /// Layers, one above the other.
    public var layers = 3

    /// The defaults.
    public init(inputWidth: Int) {
        self.inputWidth = inputWidth
    }

    /// Throws when there can be no such network, saying which size is wrong.
    public func validate() throws {
        for (name, size) in [("input width", inputWidth), ("width", width), ("layers", layers)]
        where !(1...1 << 16).contains(size) {
            throw CalqueError(
                "An LSTM with \(size) \(name) cannot be; give 1 to 65536.", kind: .configuration)
        }
        let weights = 4 * width * (inputWidth + width + 2 * width * (layers - 1))
        guard weights <= 1 << 30 else {
            throw CalqueError(
                "An LSTM with \(weights) weights cannot be; at most \(1 << 30) can.",
                kind: .configuration)
        }
    }
}

/// Long short-term memories one above the other, what the paper compares its machine with.
public struct StackedLSTM: TaskModel {
    /// The weights.
    public let parameters = ParameterStore()
    private let layers: [RecurrentLayer]
    private let output: Linear

    /// A network without numbers.
    public init(_ configuration: StackedLSTMConfiguration, outputWidth: Int) {
        let builder = ParameterBuilder(parameters)
        layers = (0..<configuration.layers).map { layer in
            RecurrentLayer(
                cell: .lstm,
                inputWidth: layer == 0 ? configuration.inputWidth : configuration.width,
                width: configuration.width, builder["layers"][layer])
        }
        output = Linear(configuration.width, outputWidth, builder["output"])
    }

    /// The logits of the bits that are asked for.
    public func logits(of batch: BitSequenceBatch, _ context: Context) -> Tensor {
        // All sequences are of one length, so that the order of time is that of the batch.
        let steps = TimeSteps(
            sentenceOffsets: (0...batch.count).map { $0 * batch.steps },
            rows: batch.count * batch.steps, rowMultiple: 1)
        let states = layers.reduce(batch.inputTensor(context)) { x, layer in
            layer(x, steps: steps, context).hidden
        }
        let asked = batch.firstTarget * batch.count..<batch.steps * batch.count
        return output(context.rows(asked, of: states), context)
    }
}
