import Ranks

/// A message under way.
struct Awaited {
    let transfer: any Transfer
    /// The other side.
    let rank: Int
    /// What it is, as the words after "waited for".
    let what: String
}

/// Messages that nothing but the end of a sum waits for.
struct OutstandingMessages {
    private var messages: [Awaited] = []
    private var doneCount = 0

    mutating func append(_ message: Awaited) { messages.append(message) }

    /// The first that is not done; nil where all are.
    mutating func first(_ communicator: Communicator) throws -> Awaited? {
        while doneCount < messages.count {
            let message = messages[doneCount]
            guard try communicator.isDone(message) else { return message }
            doneCount += 1
        }
        return nil
    }
}

extension Communicator {
    func isDone(_ message: Awaited) throws -> Bool {
        try isDone(message.transfer, message.rank, message.what)
    }

    func wait(for message: Awaited) throws {
        try wait(for: message.transfer, message.rank, message.what)
    }
}
