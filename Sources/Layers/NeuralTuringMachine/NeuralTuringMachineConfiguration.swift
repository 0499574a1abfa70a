import Basics
public import Tensors

/// The network that directs a Neural Turing Machine's heads (Graves et al. 2014, section 3.4).
public enum NeuralTuringController: String, Sendable, Codable, CaseIterable {
    /// h = tanh(W x + R r + b), with r what the heads read the step before: all that it remembers is
    /// in the memory.
    case feedForward = "feed-forward"
    /// A long short-term memory, which reads r beside its input.
    case lstm

    /// What the controller computes after its products. The feed-forward one is an Elman cell to
    /// which not its own state comes back, but what was read.
    var cell: RecurrentCell { self == .lstm ? .lstm : .rnn }
}

/// The sizes of a ``NeuralTuringMachine``; the defaults are the paper's for copying.
public struct NeuralTuringMachineConfiguration: Sendable, Codable, Equatable {
    /// The length of an input vector.
    public var inputWidth: Int
    /// The kind of controller.
    public var controller: NeuralTuringController
    /// The width of the controller.
    public var controllerWidth = 100
    /// N, the number of slots.
    public var slots = 128
    /// M, the length of a slot.
    public var slotWidth = 20
    /// Heads that write.
    public var writeHeads = 1
    /// Heads that read.
    public var readHeads = 1
    /// How many slots a head can move in a step, to either side.
    public var shiftRange = 1

    /// The defaults.
    public init(inputWidth: Int, controller: NeuralTuringController = .feedForward) {
        self.inputWidth = inputWidth
        self.controller = controller
    }

    /// The memory and its heads.
    public var memory: MemoryShape {
        MemoryShape(
            slots: slots, width: slotWidth, writeHeads: writeHeads, readHeads: readHeads,
            shiftRange: shiftRange)
    }

    /// Throws `CalqueError` when there can be no such machine, saying which size is wrong.
    public func validate() throws {
        let sizes = [
            ("input width", inputWidth), ("controller width", controllerWidth), ("slots", slots),
            ("slot width", slotWidth), ("write heads", writeHeads), ("read heads", readHeads),
        ]
        for (name, size) in sizes where !(1...1 << 16).contains(size) {
            throw CalqueError(
                "A Neural Turing Machine with \(size) \(name) cannot be; give 1 to 65536.",
                kind: .configuration)
        }
        // Sizes that make no sense are refused before anything is made of them.
        for (name, size) in [
            ("numbers in its memory", slots * slotWidth),
            ("weights of its heads", slots * (writeHeads + readHeads)),
        ] where size > 1 << 22 {
            throw CalqueError(
                "A Neural Turing Machine with \(size) \(name) cannot be; at most \(1 << 22) can.",
                kind: .configuration)
        }
        guard shiftRange >= 0, 2 * shiftRange < slots else {
            throw CalqueError(
                """
                Heads that move by up to \(shiftRange) slots would go round a memory of \(slots) \
                more than once. Give fewer shifts or more slots.
                """, kind: .configuration)
        }
        try validateWeights()
    }

    private func validateWeights() throws {
        let inputs = inputWidth + memory.readCount + controllerWidth
        let weights = controllerWidth * (controller.cell.gates * inputs + memory.parameterCount)
        guard weights <= 1 << 30 else {
            throw CalqueError(
                """
                A Neural Turing Machine with about \(weights) weights cannot be; at most \
                \(1 << 30) can. Give a smaller controller or fewer heads.
                """, kind: .configuration)
        }
    }
}
