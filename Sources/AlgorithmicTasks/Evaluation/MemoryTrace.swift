import Foundation
import Layers
public import Tensors

/// What a Neural Turing Machine does while it answers a sequence.
public struct MemoryTrace: Sendable {
    /// The sequence.
    public let sequence: BitSequence
    /// The probability of every output bit to be 1, step by step.
    public let outputs: [[Float]]
    /// The weighting of the first write head over the slots, step by step.
    public let writing: [[Float]]
    /// The weighting of the first read head.
    public let reading: [[Float]]

    /// Runs a machine over a sequence. `context` computes in float32 and has no tape.
    public init(of model: NeuralTuringTaskModel, _ sequence: BitSequence, _ context: Context) {
        let shape = model.configuration.memory
        var weightings: [[Float]] = []
        let logits = model.logits(
            of: BitSequenceBatch([sequence]), outputsFrom: 0,
            record: { weightings.append($0.weighting.array()) }, context)
        let probabilities = logits.array().map { 1 / (1 + exp(-$0)) }
        self.sequence = sequence
        outputs = (0..<logits.rows).map { step in
            Array(probabilities[step * logits.columns..<(step + 1) * logits.columns])
        }
        func head(_ head: Int) -> [[Float]] {
            weightings.map { Array($0[head * shape.slots..<(head + 1) * shape.slots]) }
        }
        writing = head(0)
        reading = head(shape.writeHeads)
    }
}
