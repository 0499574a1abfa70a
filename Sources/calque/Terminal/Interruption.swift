import Dispatch
import Foundation

/// Notices Ctrl-C (SIGINT) and SIGTERM, so that work can end in order. The second signal ends the
/// process at once.
final class Interruption: @unchecked Sendable {
    private let lock = NSLock()
    private var received: Int32?
    private var sources: [any DispatchSourceSignal] = []

    init() {
        let queue = DispatchQueue(label: "signals")
        for number in [SIGINT, SIGTERM] {
            // Or the default action would end the process before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in receive(number) }
            source.resume()
            sources.append(source)
        }
    }

    /// Gives the signals their default action back.
    func stop() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// Whether a signal has come.
    var isRequested: Bool { lock.withLock { received != nil } }

    /// What a shell reports of a process that ends by the signal that came: 130 for Ctrl-C, 143 for
    /// SIGTERM.
    var exitStatus: Int32 { 128 + lock.withLock { received ?? SIGINT } }

    private func receive(_ number: Int32) {
        let isSecond = lock.withLock {
            defer { received = number }
            return received != nil
        }
        if isSecond { _exit(128 + number) }
        StandardError.write(
            "\ncalque: ending after this update; press Ctrl-C again to end at once\n")
    }
}
