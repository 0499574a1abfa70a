import CalqueKit

/// What `calque ntm` prints.
struct TaskReport: Encodable {
    private struct Row: Encodable {
        let length: Int
        let repeats: Int
        let sequences: Int
        let crossEntropy: Double
        let wrongBits: Double

        enum CodingKeys: String, CodingKey {
            case length, repeats, sequences
            case crossEntropy = "cross_entropy_bits"
            case wrongBits = "wrong_bits"
        }
    }

    private let task: String
    private let parameters: Int
    private let updates: Int
    private let results: [Row]

    /// - Parameter updates: How many were trained now.
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

    /// A row for every size.
    var text: String {
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
