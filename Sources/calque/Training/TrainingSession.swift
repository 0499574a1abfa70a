import ArgumentParser
import CalqueKit
import Foundation

/// Runs a trainer in front of a user: shows how far it is, and ends it in order at Ctrl-C.
struct TrainingSession {
    /// What to tell the user whose run was interrupted.
    let adviceAfterInterruption: String
    /// Updates between lines where there is no terminal.
    let logInterval: Int

    /// Trains to the end.
    ///
    /// - Parameter makeTrainer: Makes the trainer, which reports to the closure that it is given.
    /// - Throws: What the trainer throws; `ExitCode` when a signal ended the run.
    @discardableResult
    func run(
        _ makeTrainer: (@escaping (TrainingEvent) -> Void) throws -> Trainer
    ) throws -> TrainingResult {
        let display = TrainingDisplay(logInterval: logInterval)
        let trainer = try makeTrainer { display.show($0) }
        let interruption = Interruption()
        defer { interruption.stop() }
        let result = try trainer.train { interruption.isRequested }
        guard result.reason == .interrupted else { return result }
        StandardError.writeLine(adviceAfterInterruption)
        throw ExitCode(interruption.exitStatus)
    }
}
