import Foundation
package import Ranks

/// Runs something on several ranks, each a thread of this process, and waits for all.
///
/// - Parameters:
///   - count: The number of ranks.
///   - deadline: How long a rank waits for the others.
///   - watch: Hears of every message that is sent.
///   - body: What each does.
/// - Returns: By rank, what it came to or threw.
package func onRanks<Value: Sendable>(
    _ count: Int, deadline: Duration = .seconds(60), watch: MessageWatch? = nil,
    _ body: @escaping @Sendable (Communicator) throws -> Value
) -> [Result<Value, any Error>] {
    let results = Outcomes<Value>(count: count)
    let group = DispatchGroup()
    for transport in LocalTransport.group(of: count) {
        let box = Box(transport)
        group.enter()
        let thread = Thread {
            let transport = watch?.watching(box.transport) ?? box.transport
            results.set(
                transport.rank,
                Result { try body(Communicator(transport, deadline: deadline)) })
            group.leave()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }
    group.wait()
    return results.values
}

/// Hands a rank to its thread.
private struct Box: @unchecked Sendable {
    let transport: LocalTransport

    init(_ transport: LocalTransport) { self.transport = transport }
}

private final class Outcomes<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [Result<Value, any Error>?]

    init(count: Int) { all = Array(repeating: nil, count: count) }

    func set(_ rank: Int, _ outcome: Result<Value, any Error>) {
        lock.withLock { all[rank] = outcome }
    }

    var values: [Result<Value, any Error>] { lock.withLock { all.compactMap { $0 } } }
}
