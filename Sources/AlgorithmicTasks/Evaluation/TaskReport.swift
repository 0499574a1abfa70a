import Basics

/// How well a network does a task, at several sizes.
public struct TaskReport: Sendable, Codable, Equatable {
    /// One size.
    public struct Row: Sendable, Codable, Equatable {
        /// Vectors to copy, or items to recall.
        public let length: Int
        /// How often they are to be copied.
        public let repeats: Int
        /// Sequences that were tried.
        public let sequences: Int
        /// Binary cross-entropy of a sequence in bits.
        public let crossEntropy: Double
        /// Wrong bits of a sequence.
        public let wrongBits: Double

        private enum CodingKeys: String, CodingKey {
            case length, repeats, sequences
            case crossEntropy = "cross_entropy_bits"
            case wrongBits = "wrong_bits"
        }
    }

    /// The task's name.
    public let task: String
    /// Weights of the network.
    public let parameters: Int
    /// Updates that it was trained with before it was tried.
    public let updates: Int
    /// What came of it.
    public let results: [Row]
    /// What a Neural Turing Machine does with one sequence, where that is asked for.
    public var trace: MemoryTrace.Report?

    init(task: String, parameters: Int, updates: Int, _ evaluations: [TaskEvaluation]) {
        self.task = task
        self.parameters = parameters
        self.updates = updates
        results = evaluations.map {
            Row(
                length: $0.size.length, repeats: $0.size.repeats, sequences: $0.sequences,
                crossEntropy: $0.crossEntropy, wrongBits: $0.wrongBits)
        }
    }

    /// A table with a row for every size.
    public var text: String {
        let repeats = results.contains { $0.repeats > 1 }
        let heading = ["length"] + (repeats ? ["copies"] : [])
        let rows = results.map { row in
            ["\(row.length)"] + (repeats ? ["\(row.repeats)"] : [])
                + [row.crossEntropy.fixed(4), row.wrongBits.fixed(3)]
        }
        return line(heading + ["cross-entropy", "wrong bits"]) + rows.map(line).joined()
            + "\nin bits a sequence (n = \(results.first?.sequences ?? 0))\n"
    }

    private func line(_ cells: [String]) -> String {
        cells.map { cell in
            String(repeating: " ", count: max(0, 14 - cell.count)) + cell
        }.joined() + "\n"
    }
}
