import Basics
import Foundation

/// Ranks that are threads of one process: what a program does over MPI can be done, and tested, without.
///
/// A message is copied when both sides are there, from memory to memory. So a sender that changes its
/// bytes too early and ranks that wait for each other show themselves here, too.
public final class LocalTransport: Transport {
    /// The number of this rank.
    public let rank: Int
    /// The number of ranks.
    public let size: Int
    /// What carries the bytes.
    public let name = "one process"
    private let exchange: Exchange

    private init(_ rank: Int, of size: Int, _ exchange: Exchange) {
        self.rank = rank
        self.size = size
        self.exchange = exchange
    }

    /// The ranks of a group, of which each thread takes one.
    ///
    /// - Parameter size: How many they are.
    public static func group(of size: Int) -> [LocalTransport] {
        let exchange = Exchange(size)
        return (0..<size).map { LocalTransport($0, of: size, exchange) }
    }

    /// Sends bytes; see ``Transport/send(_:to:tag:)``.
    public func send(
        _ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int32
    ) throws -> any Transfer {
        let message = Message(Place(from: self.rank, to: rank, tag: tag), sent: bytes)
        exchange.add(message)
        return message
    }

    /// Receives a message; see ``Transport/receive(_:from:tag:)``.
    public func receive(
        _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int32
    ) throws -> any Transfer {
        let message = Message(Place(from: rank, to: self.rank, tag: tag), received: bytes)
        exchange.add(message)
        return message
    }

    /// The rank of a message that waits; see ``Transport/sender(ofTag:)``.
    public func sender(ofTag tag: Int32) throws -> Int? {
        exchange.sender(to: rank, tag: tag)
    }

    /// Leaves; see ``Transport/finish()``.
    public func finish() throws {}

    /// Ends the process, and with it all ranks.
    public func abandon(status: Int32, within seconds: Int) -> Never { exit(status) }
}

/// Where a message comes from and goes to.
private struct Place: Hashable {
    let from: Int
    let to: Int
    let tag: Int32
}

/// One side of a message: bytes that are sent, or room for them.
private final class Message: Transfer, @unchecked Sendable {
    let place: Place
    let sent: UnsafeRawBufferPointer?
    let received: UnsafeMutableRawBufferPointer?
    private let lock = NSLock()
    private var isOver = false
    private var hasOtherLength = false

    init(
        _ place: Place, sent: UnsafeRawBufferPointer? = nil,
        received: UnsafeMutableRawBufferPointer? = nil
    ) {
        self.place = place
        self.sent = sent
        self.received = received
    }

    func isDone() throws -> Bool {
        lock.withLock {
            precondition(!hasOtherLength, "a message of another length than its receiver expects")
            return isOver
        }
    }

    func end(hasOtherLength: Bool) {
        lock.withLock {
            isOver = true
            self.hasOtherLength = hasOtherLength
        }
    }
}

/// Messages whose other side is not there yet.
private final class Exchange: @unchecked Sendable {
    private let lock = NSLock()
    private let size: Int
    private var sent: [Place: [Message]] = [:]
    private var expected: [Place: [Message]] = [:]

    init(_ size: Int) { self.size = size }

    func add(_ message: Message) {
        lock.withLock {
            if message.sent != nil {
                sent[message.place, default: []].append(message)
            } else {
                expected[message.place, default: []].append(message)
            }
            deliver(message.place)
        }
    }

    func sender(to rank: Int, tag: Int32) -> Int? {
        lock.withLock {
            (0..<size).first { sent[Place(from: $0, to: rank, tag: tag)]?.isEmpty == false }
        }
    }

    private func deliver(_ place: Place) {
        while let from = sent[place]?.first, let to = expected[place]?.first,
            let bytes = from.sent, let room = to.received
        {
            sent[place]?.removeFirst()
            expected[place]?.removeFirst()
            if bytes.count == room.count { room.copyMemory(from: bytes) }
            from.end(hasOtherLength: bytes.count != room.count)
            to.end(hasOtherLength: bytes.count != room.count)
        }
    }
}
