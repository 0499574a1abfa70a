import Foundation
package import Ranks

/// Knows which messages ranks have sent, and lets others wait for one.
package final class MessageWatch: @unchecked Sendable {
    private let condition = NSCondition()
    private var counts: [Communicator.Tag: Int] = [:]

    package init() {}

    /// A transport whose messages are heard of.
    func watching(_ transport: any Transport) -> any Transport {
        WatchedTransport(transport, watch: self)
    }

    fileprivate func note(_ tag: Int32) {
        guard let tag = Communicator.Tag(rawValue: tag) else { return }
        condition.withLock {
            counts[tag, default: 0] += 1
            condition.broadcast()
        }
    }

    /// Waits until a message was sent, if that does not take too long.
    ///
    /// - Parameters:
    ///   - tag: What it is.
    ///   - count: How many of them there have to be.
    ///   - seconds: How long that may take.
    /// - Returns: Whether they were sent.
    package func wait(
        for tag: Communicator.Tag, _ count: Int = 1, atMost seconds: Double = 10
    ) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while counts[tag, default: 0] < count {
                guard condition.wait(until: end) else { return false }
            }
            return true
        }
    }
}

/// A transport that tells what it sends.
private final class WatchedTransport: Transport {
    private let transport: any Transport
    private let watch: MessageWatch

    init(_ transport: any Transport, watch: MessageWatch) {
        self.transport = transport
        self.watch = watch
    }

    var rank: Int { transport.rank }
    var size: Int { transport.size }
    var name: String { transport.name }

    func send(
        _ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int32
    ) throws -> any Transfer {
        defer { watch.note(tag) }
        return try transport.send(bytes, to: rank, tag: tag)
    }

    func receive(
        _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int32
    ) throws -> any Transfer {
        try transport.receive(bytes, from: rank, tag: tag)
    }

    func sender(ofTag tag: Int32) throws -> Int? { try transport.sender(ofTag: tag) }

    func finish() throws { try transport.finish() }

    func abandon(status: Int32, within seconds: Int) -> Never {
        transport.abandon(status: status, within: seconds)
    }
}
