public import Ranks
public import Training

extension TrainingRun {
    /// Takes part in the run of rank 0, from which everything comes: recipe, tokenizer, pairs and model.
    ///
    /// - Parameters:
    ///   - communicator: The processes that train together.
    ///   - begin: Called when training begins.
    ///   - isCancelled: Asked before every update.
    /// - Returns: What rank 0 returns, too.
    /// - Throws: `CalqueError` when the run diverges, or another rank ends or does not answer; the other ranks
    ///   have been told then.
    @discardableResult
    public static func takePart(
        across communicator: Communicator, begin: () -> Void = {},
        isCancelled: () -> Bool = { false }
    ) throws -> TrainingResult {
        try communicator.announcingErrors {
            let ranks = try RunRanks(communicator)
            // What is mapped or loaded needs its folder no more, which nobody would delete after a kill.
            let parts = try withTemporaryFolder {
                try TrainingRunParts.receive(from: ranks, in: $0)
            }
            let result = try parts.takePart(in: ranks, begin: begin, isCancelled: isCancelled)
            try communicator.meet()
            return result
        }
    }
}

extension Communicator {
    /// Tells the other ranks of an error, so that they do not wait.
    ///
    /// - Parameter body: What may throw.
    /// - Throws: What it throws.
    func announcingErrors<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            announce(error)
            throw error
        }
    }
}
