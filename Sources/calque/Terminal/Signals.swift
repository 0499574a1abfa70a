import ArgumentParser
import Dispatch
import Foundation

/// The signals that end a process in order, Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP),
/// heard on a queue of their own instead.
///
/// Those that whoever started the process has it ignore stay ignored: nohup does that with SIGHUP, and a
/// script's shell with SIGINT for what it runs in the background, which no Ctrl-C is meant for. SIGTERM
/// is meant for one process, and always heard.
struct HeardSignals {
    private var numbers: [Int32] = []
    private var sources: [any DispatchSourceSignal] = []

    /// - Parameter receive: Takes a signal's number.
    init(_ receive: @escaping @Sendable (Int32) -> Void) {
        let queue = DispatchQueue(label: "signals")
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Or the default action would end the process before the source hears of it.
            let earlierAction = signal(number, SIG_IGN)
            if number != SIGTERM, Self.isIgnoring(earlierAction) { continue }
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { receive(number) }
            source.resume()
            sources.append(source)
            numbers.append(number)
        }
    }

    /// Saves what there is to save when a signal ends the process.
    ///
    /// - Parameter save: Runs on a thread of its own while the work goes on; then the process ends.
    init(saving save: @escaping @Sendable () -> Void) {
        self.init { number in
            save()
            // What a shell reports of a process that a signal ended.
            _exit(128 + number)
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

/// Notices the signals, so that work can end in order. A second Ctrl-C or SIGTERM ends the process at
/// once.
final class Interruption: @unchecked Sendable {
    /// For so long the same wish may come again: Ctrl-C reaches a whole group of processes, and one
    /// of them may pass it on.
    private static let echo = Duration.milliseconds(500)

    private let lock = NSLock()
    private var first: (number: Int32, time: ContinuousClock.Instant)?
    /// Whether something is written that has to end in order.
    private var hasBegun: Bool

    private init(hasBegun: Bool) { self.hasBegun = hasBegun }

    /// From now on signals are waited for.
    func begin() { lock.withLock { hasBegun = true } }

    /// Runs work that a signal ends in order.
    ///
    /// - Parameters:
    ///   - advice: What to tell the user whose work was ended.
    ///   - body: The work; nil when a signal ended it, and `CancellationError` when it did so before
    ///     anything was written.
    /// - Throws: What `body` throws, and `ExitCode` when a signal ended it.
    static func guarding<Result>(
        advice: String?, _ body: (_ isRequested: @escaping () -> Bool) throws -> Result?
    ) throws -> Result {
        try guarding(Interruption(hasBegun: true), advice: advice, body)
    }

    /// Runs work that a signal ends at once until it begins to write, and in order after that.
    ///
    /// - Parameter body: Is handed what to tell when the work begins to write.
    static func guardingOnceBegun<Result>(
        advice: String?,
        _ body: (_ begin: @escaping () -> Void, _ isRequested: @escaping () -> Bool) throws
            -> Result?
    ) throws -> Result {
        let interruption = Interruption(hasBegun: false)
        return try guarding(interruption, advice: advice) { try body(interruption.begin, $0) }
    }

    private static func guarding<Result>(
        _ interruption: Interruption, advice: String?,
        _ body: (_ isRequested: @escaping () -> Bool) throws -> Result?
    ) throws -> Result {
        let signals = HeardSignals { interruption.receive($0) }
        defer { signals.stop() }
        do {
            if let result = try body({ interruption.number != nil }) { return result }
            if let advice { StandardError.writeLine(advice) }
        } catch is CancellationError {
            offer("\(nothingBegun)\n")
        }
        // What a shell reports of a process that ends by the signal: 130 for Ctrl-C, 143 for SIGTERM,
        // 129 for a closed terminal.
        throw ExitCode(128 + (interruption.number ?? SIGINT))
    }

    private var number: Int32? { lock.withLock { first?.number } }

    private static let nothingBegun = "Nothing had begun, and nothing was written."

    /// Says something, where no other rank says the same.
    private static func offer(_ text: String) {
        if Launcher()?.isFirst ?? true { StandardError.offer(text) }
    }

    private func receive(_ number: Int32) {
        let now = ContinuousClock.now
        if !lock.withLock({ hasBegun }) {
            Self.offer("\n\(Self.nothingBegun)\n")
            _exit(128 + number)
        }
        let earlier = lock.withLock {
            defer { first = first ?? (number, now) }
            return first
        }
        guard let earlier else {
            return Self.offer(
                "\ncalque: ending after this update; press Ctrl-C again to end at once\n")
        }
        // A terminal that closes says so more than once, and nobody is left to be impatient.
        if number != SIGHUP, earlier.time.duration(to: now) > Self.echo {
            _exit(128 + number)
        }
    }
}
