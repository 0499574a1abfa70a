import ArgumentParser
import CalqueKit

/// Trains in front of a user: shows how far a run is, and ends it in order at Ctrl-C.
struct TrainingSession {
    /// What to tell the user whose run was interrupted.
    let adviceAfterInterruption: String

    /// Trains to the end.
    ///
    /// - Throws: What the run throws; `ExitCode` when a signal ended it.
    @discardableResult
    func train(_ run: TrainingRun) throws -> TrainingResult {
        let display = TrainingDisplay(logInterval: run.recipe.checkpoints.logInterval)
        let interruption = Interruption()
        defer { interruption.stop() }
        let result = try run.train {
            display.show($0)
        } isCancelled: {
            interruption.isRequested
        }
        guard result.reason == .interrupted else { return result }
        StandardError.writeLine(adviceAfterInterruption)
        throw ExitCode(interruption.exitStatus)
    }
}
