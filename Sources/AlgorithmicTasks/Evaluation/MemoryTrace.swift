public import Figures
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

extension MemoryTrace {
    /// The sequence, the answers and where the heads were, over time, as in the paper's figure 6.
    ///
    /// - Parameter title: The heading.
    public func picture(title: String) -> HeatMapStack {
        let silence = sequence.inputs.count - sequence.targets.count
        let blank = [Float](repeating: 0, count: sequence.targets.first?.count ?? 0)
        let targets = Array(repeating: blank, count: silence) + sequence.targets
        return HeatMapStack(
            title: title,
            maps: [
                map("Inputs", sequence.inputs), map("Targets", targets),
                map("Outputs", Array(repeating: blank, count: silence) + outputs[silence...]),
                map("Write weighting", writing, of: usedSlots(writing)),
                map("Read weighting", reading, of: usedSlots(reading)),
            ])
    }

    /// A map of which a column is a step, and a row a place in the vectors.
    private func map(_ title: String, _ steps: [[Float]], of rows: [Int]? = nil) -> HeatMap {
        let rows = rows ?? Array(0..<(steps.first?.count ?? 0))
        return HeatMap(
            title: title, rowLabels: rows.map { "\($0)" },
            columnLabels: steps.indices.map { $0.isMultiple(of: 5) ? "\($0)" : "" },
            values: rows.flatMap { row in steps.map { min(max($0[row], 0), 1) } }, range: 0...1,
            valueTitle: "bit or weight")
    }

    /// The slots that a head ever dwelt on, so that those which it never did take no room.
    private func usedSlots(_ weightings: [[Float]]) -> [Int] {
        let slots = weightings.first?.indices ?? 0..<0
        let used = slots.filter { slot in weightings.contains { $0[slot] >= 0.05 } }
        return used.isEmpty ? Array(slots) : used
    }
}
