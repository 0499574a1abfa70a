/// Messages of any length between this rank and another one, none of which is waited for.
///
/// A message is its head, the number and the length, and then its bytes, if it has any. What has not been taken
/// when ranks end by an error is never freed: MPI may still look at it.
final class WorkChannel {
    /// The other side.
    let rank: Int
    /// When something of it came last.
    private(set) var heard = ContinuousClock.now
    /// Whether the other side sends nothing more.
    private(set) var isOver = false
    private let communicator: Communicator
    private let head = UnsafeMutableRawBufferPointer.allocate(
        byteCount: headLength, alignment: alignment)
    /// The head or the bytes that come next.
    private var arriving: (any Transfer)?
    /// The message whose bytes come next, and where they go.
    private var body: (number: Int, bytes: UnsafeMutableRawBufferPointer)?
    private var leaving: [(bytes: UnsafeMutableRawBufferPointer, transfer: any Transfer)] = []
    private var said = ContinuousClock.now

    private static let headLength = 16
    private static let alignment = 8

    init(_ communicator: Communicator, to rank: Int) throws {
        self.communicator = communicator
        self.rank = rank
        try expectHead()
    }

    /// Whether all that was sent has been taken.
    var isSettled: Bool { leaving.isEmpty }

    /// Sends a message.
    func send(_ message: WorkMessage) throws {
        said = .now
        let head = Self.room(Self.headLength)
        head.storeBytes(of: Int64(message.number).littleEndian, as: Int64.self)
        head.storeBytes(
            of: Int64(message.bytes.count).littleEndian, toByteOffset: 8, as: Int64.self)
        try send(head)
        guard !message.bytes.isEmpty else { return }
        let body = Self.room(message.bytes.count)
        body.copyBytes(from: message.bytes)
        try send(body)
    }

    /// Says that this rank is there, if it has said nothing for a while.
    func sayAlive(every duration: Duration) throws {
        guard said.duration(to: .now) > duration else { return }
        try send(WorkMessage(number: WorkMessage.alive, bytes: []))
    }

    /// The next message that is there; nil when there is none yet. Others than pieces are kept.
    func next() throws -> WorkMessage? {
        try settle()
        while let transfer = arriving, try transfer.isDone() {
            heard = .now
            if let (number, bytes) = body {
                let message = WorkMessage(number: number, bytes: Array(bytes))
                bytes.deallocate()
                body = nil
                try expectHead()
                return message
            }
            try readHead()
        }
        return nil
    }

    private func readHead() throws {
        let number = Int(Int64(littleEndian: head.load(as: Int64.self)))
        let count = Int(Int64(littleEndian: head.load(fromByteOffset: 8, as: Int64.self)))
        guard number != WorkMessage.last else {
            isOver = true
            arriving = nil
            head.deallocate()
            return
        }
        guard count > 0 else { return try expectHead() }
        let bytes = Self.room(count)
        body = (number, bytes)
        arriving = try communicator.receive(bytes, from: rank, .work)
    }

    private func expectHead() throws {
        arriving = try communicator.receive(head, from: rank, .work)
    }

    private func send(_ bytes: UnsafeMutableRawBufferPointer) throws {
        let transfer = try communicator.send(UnsafeRawBufferPointer(bytes), to: rank, .work)
        leaving.append((bytes, transfer))
    }

    private func settle() throws {
        try leaving.removeAll { bytes, transfer in
            guard try transfer.isDone() else { return false }
            bytes.deallocate()
            return true
        }
    }

    private static func room(_ count: Int) -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: count, alignment: alignment)
    }
}
