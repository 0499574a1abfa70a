import Basics
import Text

/// What the cut of the data into updates follows from: a run can go on only with the same.
struct DataOrder: Codable, Equatable {
    let seed: UInt64
    let workers: Int
    let updateTokens: Int
    let accumulation: Int
    let pairs: Int
    let tokens: Int

    init(_ options: TrainingOptions, _ data: TrainingData) {
        seed = options.seed
        workers = options.workers
        updateTokens = options.updateTokens
        accumulation = options.accumulation
        pairs = data.count
        tokens = data.tokenCount
    }

    /// Throws when a run that was cut like this cannot go on with `other`, saying what differs.
    func check(_ other: DataOrder) throws {
        let names = [
            "seed", "workers", "update tokens", "accumulation", "training pairs", "training tokens",
        ]
        let differences = zip(names, zip(values, other.values)).compactMap { name, values in
            values.0 == values.1 ? nil : "\(name) \(values.0), not \(values.1)"
        }
        guard !differences.isEmpty else { return }
        throw CalqueError(
            """
            The run was started with \(differences.joined(separator: ", ")). It goes on exactly only with the \
            same: give those, or begin a new run.
            """)
    }

    private var values: [UInt64] {
        [seed] + [workers, updateTokens, accumulation, pairs, tokens].map { UInt64($0) }
    }
}

/// Where a run stands, beside its weights and moments: everything that the next update depends on.
struct TrainingState: Codable {
    /// How the data is cut.
    let order: DataOrder
    /// Updates done.
    var update = 0
    /// The place in the data.
    var position = BatchPosition()
    /// Update of the latest checkpoint.
    var lastCheckpoint = 0
    var validationsSinceBest = 0
    var best: ValidationReport?
    /// Seconds of training so far, over all stops.
    var seconds = 0.0
    /// Length of `log.jsonl` at this point; what was written later is not part of the run.
    var logByteCount = 0
}
