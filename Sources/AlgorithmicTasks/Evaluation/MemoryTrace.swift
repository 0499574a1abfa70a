public import Figures
import Foundation
public import Layers
public import Tensors

/// What a Neural Turing Machine does while it answers a sequence.
public struct MemoryTrace: Sendable {
    /// The sequence.
    public let sequence: BitSequence
    /// The probability of every output bit to be 1, step by step.
    public let outputs: [[Float]]
    /// Where the heads are, those that write first.
    public let heads: [HeadWeighting]

    /// Runs a machine over a sequence. `context` computes in float32 and has no tape.
    public init(of model: NeuralTuringTaskModel, _ sequence: BitSequence, _ context: Context) {
        var weightings: [ArraySlice<Float>] = []
        let logits = model.logits(
            of: BitSequenceBatch([sequence]), outputsFrom: 0,
            record: { weightings.append($0.weighting.array()[...]) }, context)
        let probabilities = logits.array().map { 1 / (1 + exp(-$0)) }
        self.sequence = sequence
        outputs = (0..<logits.rows).map { step in
            Array(probabilities[step * logits.columns..<(step + 1) * logits.columns])
        }
        heads = HeadWeighting.ofAllHeads(in: weightings, of: model.configuration.memory)
    }

    /// The steps before anything is asked for.
    private var silence: Int { sequence.inputs.count - sequence.targets.count }
}

extension MemoryTrace {
    /// The sequence, the answers and where the heads were, over time, as in the paper's figure 6. Slots
    /// that a head never dwells on are left out.
    ///
    /// - Parameter title: The heading.
    public func picture(title: String) -> HeatMapStack {
        let blank = [Float](repeating: 0, count: sequence.targets.first?.count ?? 0)
        let silent = Array(repeating: blank, count: silence)
        return HeatMapStack(
            title: title,
            maps: [
                map("Inputs", sequence.inputs), map("Targets", silent + sequence.targets),
                map("Outputs", silent + outputs[silence...]),
            ]
                + heads.map { head in
                    map(name(of: head), head.weights, places: head.slots, placeTitle: "slot")
                })
    }

    private func name(of head: HeadWeighting) -> String {
        let isOnly = heads.count { $0.kind == head.kind } == 1
        return head.kind.title + (isOnly ? "" : " of head \(head.head)")
    }

    private func map(
        _ title: String, _ steps: [[Float]], places: [Int]? = nil, placeTitle: String = "bit"
    ) -> HeatMap {
        HeatMap.overTime(
            title: title, steps: steps,
            stepLabels: steps.indices.map { $0.isMultiple(of: 5) ? "\($0)" : "" },
            places: places, placeTitle: placeTitle, valueTitle: "bit or weight")
    }
}

extension HeadWeighting.Kind {
    fileprivate var title: String {
        switch self {
        case .write: "Write weighting"
        case .read: "Read weighting"
        }
    }
}

extension MemoryTrace {
    /// What ``picture(title:)`` shows as numbers, rounded to three digits.
    public struct Report: Sendable, Codable, Equatable {
        /// Where a head is.
        public struct Head: Sendable, Codable, Equatable {
            /// What the head does.
            public let kind: HeadWeighting.Kind
            /// Which of its kind, from 0.
            public let head: Int
            /// The slots that it ever dwells on (`HeadWeighting.slots`).
            public let slots: [Int]
            /// The weight of each of these slots, step by step: `[steps][slots]`.
            public let weights: [[Double]]
        }

        /// The input vector of every step. `[steps][bits]`
        public let inputs: [[Double]]
        /// The bits that are asked for at the last steps. `[targets][bits]`
        public let targets: [[Double]]
        /// The probability of each of them to be 1. `[targets][bits]`
        public let outputs: [[Double]]
        /// Where the heads are, those that write first.
        public let heads: [Head]
    }

    /// The trace as numbers for programs.
    public var report: Report {
        Report(
            inputs: sequence.inputs.map(rounded), targets: sequence.targets.map(rounded),
            outputs: outputs[silence...].map(rounded),
            heads: heads.map { head in
                let slots = head.slots
                return Report.Head(
                    kind: head.kind, head: head.head, slots: slots,
                    weights: head.weights.map { step in rounded(slots.map { step[$0] }) })
            })
    }

    private func rounded(_ values: [Float]) -> [Double] {
        values.map { (Double($0) * 1000).rounded() / 1000 }
    }
}
