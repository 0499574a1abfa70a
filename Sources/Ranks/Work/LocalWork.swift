import Foundation

/// Pieces that this rank works on, each on a thread of its own.
final class LocalWork: @unchecked Sendable {  // what is done is used under the lock alone
    private let work: @Sendable ([UInt8]) -> [UInt8]
    private let lock = NSLock()
    private var done: [WorkMessage] = []
    /// How many have begun and were not handed out.
    private(set) var count = 0

    init(_ work: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.work = work
    }

    /// Begins with a piece.
    func begin(_ piece: WorkMessage) {
        count += 1
        let thread = Thread { [self] in
            let result = WorkMessage(number: piece.number, bytes: work(piece.bytes))
            lock.withLock { done.append(result) }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// What became of a piece, if one is done.
    func next() -> WorkMessage? {
        guard let result = lock.withLock({ done.popLast() }) else { return nil }
        count -= 1
        return result
    }
}
