public import Tensors

/// Where a head of a Neural Turing Machine is on its memory, step by step: the weight that it gives to
/// every slot (Graves et al. 2014, sections 3.1 to 3.3).
public struct HeadWeighting: Sendable, Equatable, Codable {
    /// What a head does.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Changes the memory.
        case write
        /// Reads what is there.
        case read
    }

    /// What the head does.
    public let kind: Kind
    /// Which of its kind, from 0.
    public let head: Int
    /// w_t(i): the weight of slot i at step t. A step's sum is 1. `[steps][slots]`
    public let weights: [[Float]]

    /// A weighting of its parts.
    public init(_ kind: Kind, head: Int, weights: [[Float]]) {
        self.kind = kind
        self.head = head
        self.weights = weights
    }

    /// The weightings of all heads, those that write first.
    ///
    /// - Parameters:
    ///   - weightings: Those of all heads at every step, `[steps][heads · slots]`, as the states of a
    ///     machine have them.
    ///   - memory: The sizes of the memory and its heads.
    public static func ofAllHeads(
        in weightings: [ArraySlice<Float>], of memory: MemoryShape
    ) -> [HeadWeighting] {
        (0..<memory.heads).map { place in
            let isWriter = place < memory.writeHeads
            return HeadWeighting(
                isWriter ? .write : .read, head: isWriter ? place : place - memory.writeHeads,
                weights: weightings.map { step in
                    let start = step.startIndex + place * memory.slots
                    return Array(step[start..<start + memory.slots])
                })
        }
    }

    /// The slots that the head ever dwells on, with a twentieth of its weight or more; all of them where
    /// it never dwells on any.
    public var slots: [Int] {
        let all = Array(weights.first?.indices ?? 0..<0)
        let used = all.filter { slot in weights.contains { $0[slot] >= 0.05 } }
        return used.isEmpty ? all : used
    }
}
