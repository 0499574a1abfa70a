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
