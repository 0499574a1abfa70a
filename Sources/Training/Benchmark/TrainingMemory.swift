import Layers
import Models
import Tensors

/// The memory that training takes, by what lies in it, in bytes.
public struct TrainingMemory: Sendable, Codable {
    /// The weights, and their copy in the type of the products.
    public let weights: Int
    /// The gradients of every worker.
    public let gradients: Int
    /// The optimiser's two moments, and the moving average where there is one.
    public let optimizer: Int
    /// Activations and their gradients, of all workers: the most that they had at one time.
    public let activations: Int

    /// All of it.
    public var total: Int { weights + gradients + optimizer + activations }

    init(_ model: any SequenceToSequenceModel, _ options: TrainingOptions, activations: Int) {
        let block = model.parameters.count * MemoryLayout<Float>.stride
        weights = options.precision == .bfloat16 ? block + block / 2 : block
        gradients = options.workers * block
        optimizer = (options.adam.averageDecay > 0 ? 3 : 2) * block
        self.activations = activations
    }
}
