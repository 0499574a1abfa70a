import Dispatch
import Foundation

/// Notices Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP), so that work can end in order. A
/// second Ctrl-C or SIGTERM ends the process at once.
final class Interruption: @unchecked Sendable {
    /// For so long the same wish may come again: Ctrl-C reaches a whole group of processes, and one
    /// of them may pass it on.
    private static let echo = Duration.milliseconds(500)

    private let lock = NSLock()
    private var first: (number: Int32, time: ContinuousClock.Instant)?
    private var sources: [any DispatchSourceSignal] = []
    private var numbers: [Int32] = []

    init() {
        let queue = DispatchQueue(label: "signals")
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Or the default action would end the process before the source hears of it.
            let earlierAction = signal(number, SIG_IGN)
            // Whoever started the process may have it survive the terminal: nohup does.
            if number == SIGHUP, Self.isIgnoring(earlierAction) { continue }
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in receive(number) }
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
            return StandardError.write(
                "\ncalque: ending after this update; press Ctrl-C again to end at once\n")
        }
        // A terminal that closes says so more than once, and nobody is left to be impatient.
        if number != SIGHUP, earlier.time.duration(to: now) > Self.echo {
            _exit(128 + number)
        }
    }

    private static func isIgnoring(_ action: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
