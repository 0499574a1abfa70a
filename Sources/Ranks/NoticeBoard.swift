import Basics
import Foundation

/// Short messages beside all others, by which ranks tell each other that they cannot go on.
///
/// Whoever has waited too long for its neighbour knows only that: the neighbour may wait for somebody
/// else. So it calls the roll. Every rank that waits for something hears that and answers all; those
/// that nobody has heard from are the ones that have died, stopped or been cut off.
struct NoticeBoard {
    /// What a rank is told.
    enum Notice: Equatable {
        /// A rank has ended, for this reason.
        case ended(rank: Int, reason: String)
        /// The roll was called, and these did not answer.
        case roll(silent: [Int])
    }

    private let transport: any Transport
    /// How long answers are waited for.
    private let grace: Duration
    private static let tag = Communicator.Tag.notice.rawValue
    /// What all ranks meet with, each does within this time.
    private static let sameTime = Duration.seconds(1)
    /// All messages have this length. Zeros follow the reason; the roll has none.
    private static let length = 2048

    init(_ transport: any Transport, grace: Duration) {
        self.transport = transport
        self.grace = grace
    }

    /// Tells all why this rank ends.
    ///
    /// - Returns: Whether a rank with a lower number ends at the same time, which tells why, too.
    func post(_ reason: String) -> Bool {
        let transfers = tellAll(reason)
        let start = ContinuousClock.now
        var pause = Pause()
        var hears = transport.rank == 0
        while start.duration(to: .now) < grace,
            !(hears || start.duration(to: .now) > Self.sameTime)
                || !transfers.allSatisfy({ (try? $0.isDone()) ?? true })
        {
            hears = hears || hearsOfEnd(below: transport.rank)
            pause()
        }
        return hears && transport.rank > 0
    }

    /// Whether a notice is there that a rank below this one has ended; takes it.
    private func hearsOfEnd(below rank: Int) -> Bool {
        guard let sender = try? transport.sender(ofTag: Self.tag),
            let reason = try? message(from: sender)
        else { return false }
        return !reason.isEmpty && sender < rank
    }

    /// What other ranks have said, if anything; answers a roll call.
    func read() throws -> Notice? {
        guard let sender = try transport.sender(ofTag: Self.tag) else { return nil }
        let reason = try message(from: sender)
        return reason.isEmpty
            ? try callRoll(heard: [sender]) : .ended(rank: sender, reason: reason)
    }

    /// Finds out which ranks can be heard; one may say that it has ended.
    func callRoll(heard: Set<Int> = []) throws -> Notice {
        _ = tellAll("")
        var heard = heard
        let start = ContinuousClock.now
        var pause = Pause()
        while heard.count < transport.size - 1, start.duration(to: .now) < grace {
            guard let sender = try transport.sender(ofTag: Self.tag) else {
                pause()
                continue
            }
            let reason = try message(from: sender)
            guard reason.isEmpty else { return .ended(rank: sender, reason: reason) }
            heard.insert(sender)
        }
        return .roll(
            silent: (0..<transport.size).filter { $0 != transport.rank && !heard.contains($0) })
    }

    /// The bytes are never freed, for whether they have been taken may not be known when this process
    /// ends.
    private func tellAll(_ reason: String) -> [any Transfer] {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.length, alignment: 1)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        bytes.copyBytes(from: reason.utf8.prefix(Self.length - 1))
        return (0..<transport.size).filter { $0 != transport.rank }.compactMap {
            try? transport.send(UnsafeRawBufferPointer(bytes), to: $0, tag: Self.tag)
        }
    }

    /// The message is there: it takes no time to receive it.
    private func message(from sender: Int) throws -> String {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.length, alignment: 1)
        defer { bytes.deallocate() }
        let transfer = try transport.receive(bytes, from: sender, tag: Self.tag)
        var pause = Pause()
        while try !transfer.isDone() { pause() }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
