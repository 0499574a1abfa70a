import Dispatch
import Foundation

/// The signals that end a process in order, Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP),
/// heard on a queue of their own instead.
struct HeardSignals {
    private var numbers: [Int32] = []
    private var sources: [any DispatchSourceSignal] = []

    /// - Parameters:
    ///   - inherited: Those that stay ignored where whoever started the process has it ignore them, as
    ///     nohup does with SIGHUP.
    ///   - receive: Takes a signal's number.
    init(keepingIgnored inherited: Set<Int32>, _ receive: @escaping @Sendable (Int32) -> Void) {
        let queue = DispatchQueue(label: "signals")
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Or the default action would end the process before the source hears of it.
            let earlierAction = signal(number, SIG_IGN)
            if inherited.contains(number), Self.isIgnoring(earlierAction) { continue }
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { receive(number) }
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
