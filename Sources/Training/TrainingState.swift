import Text

/// Where a run stands, beside its weights and moments: everything that the next update depends on.
struct TrainingState: Codable {
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
    /// Steps the optimiser took.
    var optimizerSteps = 0
}
