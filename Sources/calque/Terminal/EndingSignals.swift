import Dispatch
import Foundation

/// Saves what there is to save when Ctrl-C (SIGINT), SIGTERM or a closed terminal (SIGHUP) ends the
/// process.
final class EndingSignals {
    private var numbers: [Int32] = []
    private var sources: [any DispatchSourceSignal] = []

    /// - Parameter save: Runs on a thread of its own while the work goes on; then the process ends.
    init(_ save: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "ending signals")
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Or the default action would end the process before the source hears of it.
            let earlierAction = signal(number, SIG_IGN)
            // Whoever started the process may have it survive a signal, as nohup does.
            if Self.isIgnoring(earlierAction) { continue }
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                save()
                // What a shell reports of a process that a signal ended.
                _exit(128 + number)
            }
            source.resume()
            sources.append(source)
            numbers.append(number)
        }
    }

    /// Gives the signals their default action back.
    func stop() {
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }

    private static func isIgnoring(_ action: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
