import CalqueKit
import Foundation

/// How far a command is with each stage of its work, on one line of a terminal; told from any thread.
/// Nothing where nobody looks.
final class StageProgress: @unchecked Sendable {  // what changes is used under the lock alone
    private let isShown = StandardError.isTerminal
    private let lock = NSLock()
    private var line = ProgressLine()
    private var stage = ""

    private init() {}

    /// Shows how far some work is, and takes the line away at its end.
    static func during<Value>(
        _ work: (StageProgress) async throws -> Value
    ) async rethrows -> Value {
        let progress = StageProgress()
        defer { progress.clear() }
        return try await work(progress)
    }

    /// Shows what is done.
    ///
    /// - Parameters:
    ///   - stage: What is counted, in the plural; another one begins the line anew.
    ///   - done: How many are done.
    ///   - count: All of them.
    func show(_ stage: String, _ done: Int, of count: Int) {
        guard isShown, count > 0 else { return }
        lock.withLock {
            if stage != self.stage {
                line.clear()
                // The time that is left is that of the stage.
                line = ProgressLine()
                self.stage = stage
            }
            line.draw(
                fraction: Double(done) / Double(count),
                ["\(done.grouped) of \(count.grouped) \(stage)"])
        }
    }

    private func clear() { lock.withLock { line.clear() } }
}
