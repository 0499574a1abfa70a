import Foundation

/// Saves what there is to save when Ctrl-C (SIGINT), SIGTERM or a closed terminal (SIGHUP) ends the
/// process.
struct EndingSignals {
    private let signals: HeardSignals

    /// - Parameter save: Runs on a thread of its own while the work goes on; then the process ends.
    init(_ save: @escaping @Sendable () -> Void) {
        signals = HeardSignals { number in
            save()
            // What a shell reports of a process that a signal ended.
            _exit(128 + number)
        }
    }

    /// Gives the signals their default action back.
    func stop() { signals.stop() }
}
