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

    /// Gives the signals their default action back.
    func stop() {
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }

    private static func isIgnoring(_ action: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
