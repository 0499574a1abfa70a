import Basics
import Foundation

/// What ranks say to each other, over a transport, and how long they wait for it.
///
/// All ranks call the same operations in the same order, each from one thread at a time. No operation
/// waits for ever: when what a rank waits for does not come in time, all ranks that can still be heard
/// find out which cannot (``NoticeBoard``), and the operation throws an error that names them. The run
/// is over then. What was under way is never taken back, so the process has to end soon after.
public final class Communicator {
    /// What a message is.
    package enum Tag: Int32, Sendable {
        case control = 1
        case partialSums, sums, weights, notice, work
    }

    /// What messages are carried by.
    public let transport: any Transport
    /// The name of every rank's machine.
    public private(set) var hosts: [String] = []
    /// The same, and what tells it from others of its name.
    package private(set) var machines: [String] = []
    /// How long this rank waits for a message.
    public var deadline: Duration
    /// The bytes that this rank has sent so far.
    public private(set) var sentBytes = 0
    private let notices: NoticeBoard
    /// Whether the ranks have found out that they cannot go on.
    public private(set) var isOver = false
    /// Whether another rank has ended by an error, and says so for this one, too.
    public private(set) var hasEndedElsewhere = false

    /// The number of this rank, from 0.
    public var rank: Int { transport.rank }
    /// The number of ranks.
    public var size: Int { transport.size }

    /// Meets the other ranks.
    ///
    /// - Parameters:
    ///   - transport: What carries messages.
    ///   - deadline: How long a rank may keep the others waiting: longer than the longest update,
    ///     validation or checkpoint that it does alone.
    /// - Throws: `CalqueError` when a rank does not come in time.
    public init(_ transport: any Transport, deadline: Duration) throws {
        self.transport = transport
        self.deadline = deadline
        notices = NoticeBoard(transport, grace: min(deadline / 4, .seconds(5)))
        hosts = try allGather(Self.hostName)
        machines = try zip(hosts, allGather(Self.bootIdentifier)).map { "\($0) \($1)" }
    }

    /// How many ranks the machine of this one has.
    public var ranksOnMachine: Int { machines.filter { $0 == machines[rank] }.count }

    private func allGather(_ text: String) throws -> [String] {
        try allGather(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A rank, as people know it.
    ///
    /// - Parameter rank: Its number.
    public func name(of rank: Int) -> String {
        hosts.indices.contains(rank) ? "rank \(rank) on \(hosts[rank])" : "rank \(rank)"
    }

    /// Tells the other ranks why this one ends, so that they do not wait for it. Where a lower rank ends at
    /// the same time, since all have met with the same, ``hasEndedElsewhere`` is true then.
    ///
    /// - Parameter error: What it ends with.
    public func announce(_ error: any Error) {
        guard !isOver else { return }
        isOver = true
        hasEndedElsewhere = notices.post(error.explanation)
    }

    /// Waits in `body` for as long as it takes: for a rank that works alone, and nobody knows how long.
    /// An error that it tells still ends the wait.
    ///
    /// - Parameter body: What waits.
    /// - Throws: What `body` throws.
    public func waitingPatiently<Result>(_ body: () throws -> Result) rethrows -> Result {
        let usual = deadline
        deadline = .seconds(1 << 40)
        defer { deadline = usual }
        return try body()
    }

    /// Leaves, when all ranks have come that far. The others wait for rank 0 as long as it takes: it may have
    /// something to compute or to write alone.
    ///
    /// - Throws: `CalqueError` when one does not.
    public func finish() throws {
        if isFirst { try meet() } else { try waitingPatiently { try meet() } }
        try transport.finish()
    }

    /// What tells machines of one name apart, where the system has it: containers are often named alike.
    private static var bootIdentifier: String {
        (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "an unknown machine" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Single messages.
extension Communicator {
    /// Sends bytes, which have to stay as they are until the transfer is done.
    package func send(
        _ bytes: UnsafeRawBufferPointer, to rank: Int, _ tag: Tag
    ) throws -> any Transfer {
        sentBytes += bytes.count
        return try transport.send(bytes, to: rank, tag: tag.rawValue)
    }

    /// Receives exactly so many bytes.
    package func receive(
        _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, _ tag: Tag
    ) throws -> any Transfer {
        try transport.receive(bytes, from: rank, tag: tag.rawValue)
    }

    /// Waits for a transfer.
    ///
    /// - Parameters:
    ///   - transfer: What is under way.
    ///   - rank: The other side.
    ///   - what: What the message is, as the words after "waited for".
    /// - Throws: `CalqueError` when it does not come in time, or another rank has ended.
    package func wait(for transfer: any Transfer, _ rank: Int, _ what: String) throws {
        try naming(rank, what) { try waitPatiently(for: transfer, rank, what) }
    }

    /// Whether a transfer is done.
    ///
    /// - Parameters:
    ///   - transfer: What is under way.
    ///   - rank: The other side.
    ///   - what: What the message is, as the words after "waited for".
    /// - Throws: `CalqueError` when it never will be.
    package func isDone(_ transfer: any Transfer, _ rank: Int, _ what: String) throws -> Bool {
        try naming(rank, what) { try transfer.isDone() }
    }

    /// Lets messages move on, for whoever has no other reason to call: MPI carries them only while it is
    /// called.
    ///
    /// - Throws: `CalqueError` when the transport fails.
    package func attend() throws { _ = try transport.sender(ofTag: Tag.notice.rawValue) }

    private func naming<Result>(
        _ rank: Int, _ what: String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as CalqueError where !isOver {
            throw error.prefixed(by: "Waiting for \(what), \(name(of: rank)): ")
        }
    }

    private func waitPatiently(
        for transfer: any Transfer, _ rank: Int, _ what: String
    ) throws {
        if try transfer.isDone() { return }
        let start = ContinuousClock.now
        var pause = Pause()
        while try !transfer.isDone() {
            pause()
            guard pause.isLong else { continue }
            try look(for: rank, what, since: start)
        }
    }

    /// Looks after the other ranks, for who waits in a way of its own.
    ///
    /// - Parameters:
    ///   - rank: Whom it waits for.
    ///   - what: What it waits for, as the words after "waited for".
    ///   - start: Since when.
    /// - Throws: `CalqueError` when another rank has ended, or that was too long ago.
    func look(
        for rank: Int, _ what: String, since start: ContinuousClock.Instant
    ) throws {
        if let notice = try notices.read() { throw end(notice, waitingFor: rank, what) }
        guard start.duration(to: .now) > deadline else { return }
        throw end(try notices.callRoll(), waitingFor: rank, what)
    }

    private func end(
        _ notice: NoticeBoard.Notice, waitingFor rank: Int, _ what: String
    ) -> CalqueError {
        isOver = true
        switch notice {
        case .ended(let other, let reason):
            hasEndedElsewhere = true
            return CalqueError("It ended on \(name(of: other)). \(reason)", kind: .system)
        case .roll(let silent):
            let names = (silent.isEmpty ? [rank] : silent).map(name).joined(separator: ", ")
            return CalqueError(
                """
                No answer within \(deadline.components.seconds) seconds from \(names), while \
                \(name(of: self.rank)) waited for \(what). Look at the machine and the network, and \
                begin again; a training goes on from its newest checkpoint.
                """, kind: .system)
        }
    }
}
