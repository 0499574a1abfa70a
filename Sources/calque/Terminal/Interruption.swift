import Foundation

/// Notices Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP), so that work can end in order. A
/// second Ctrl-C or SIGTERM ends the process at once.
final class Interruption: @unchecked Sendable {
    /// For so long the same wish may come again: Ctrl-C reaches a whole group of processes, and one
    /// of them may pass it on.
    private static let echo = Duration.milliseconds(500)

    private let lock = NSLock()
    private var first: (number: Int32, time: ContinuousClock.Instant)?
    private var signals: HeardSignals?

    init() {
        signals = HeardSignals { [self] in receive($0) }
    }

    /// Gives the signals their default action back.
    func stop() { signals?.stop() }

    /// Whether a signal has come.
    var isRequested: Bool { lock.withLock { first != nil } }

    /// What a shell reports of a process that ends by the signal that came: 130 for Ctrl-C, 143 for
    /// SIGTERM, 129 for a closed terminal.
    var exitStatus: Int32 { 128 + lock.withLock { first?.number ?? SIGINT } }

    private func receive(_ number: Int32) {
        let now = ContinuousClock.now
        let earlier = lock.withLock {
            defer { first = first ?? (number, now) }
            return first
        }
        guard let earlier else {
            return StandardError.offer(
                "\ncalque: ending after this update; press Ctrl-C again to end at once\n")
        }
        // A terminal that closes says so more than once, and nobody is left to be impatient.
        if number != SIGHUP, earlier.time.duration(to: now) > Self.echo {
            _exit(128 + number)
        }
    }
}
