import Foundation

/// The lines of an asynchronous stream as they arrive, read a few ahead of whoever takes them.
///
/// Reading ends with the stream, or when this is released.
final class ArrivedLines: Sendable {
    private let queue: LineQueue
    private let reading: Task<Void, Never>

    /// Begins to read.
    ///
    /// - Parameter capacity: The most lines that are read ahead.
    init<Lines: AsyncSequence & Sendable>(of lines: Lines, capacity: Int)
    where Lines.Element == String {
        let queue = LineQueue(capacity: capacity)
        self.queue = queue
        reading = Task { await queue.fill(from: lines) }
    }

    deinit {
        reading.cancel()
    }

    /// The next line. Nil after the last one, and where none has arrived and `waits` is false.
    ///
    /// - Throws: What the stream throws, after the lines before it.
    func next(waits: Bool) async throws -> String? {
        if waits {
            await withTaskCancellationHandler {
                await queue.waitForLine()
            } onCancel: {
                reading.cancel()
            }
        }
        return try queue.takeFirst()
    }
}

/// Lines between the task that reads them and the one that takes them.
private final class LineQueue: @unchecked Sendable {
    private let capacity: Int
    private let lock = NSLock()
    private var lines: [String] = []
    /// How the stream ended; nil while it goes on.
    private var end: Result<Void, any Error>?
    private var isCancelled = false
    /// Wakes whoever waits for a line or the end.
    private var taker: CheckedContinuation<Void, Never>?
    /// Wakes whoever waits for room.
    private var reader: CheckedContinuation<Void, Never>?

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Reads all lines, never more than there is room for, until the task is cancelled.
    func fill<Lines: AsyncSequence>(from lines: Lines) async where Lines.Element == String {
        do {
            var iterator = lines.makeAsyncIterator()
            while await hasRoom(), let line = try await iterator.next() {
                change { self.lines.append(line) }
            }
            change { end = .success(()) }
        } catch {
            change { end = .failure(error) }
        }
    }

    /// Changes the lines or the end, and wakes whoever waits for that.
    private func change(_ change: () -> Void) {
        let waiting = lock.withLock {
            change()
            defer { taker = nil }
            return taker
        }
        waiting?.resume()
    }

    /// Waits for room; false when the task was cancelled.
    private func hasRoom() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = lock.withLock {
                    let waits = lines.count >= capacity && !isCancelled
                    if waits { reader = continuation }
                    return waits
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            wakeReader { isCancelled = true }
        }
        return !Task.isCancelled
    }

    private func wakeReader<Value>(after change: () -> Value) -> Value {
        let (value, waiting) = lock.withLock {
            defer { reader = nil }
            return (change(), reader)
        }
        waiting?.resume()
        return value
    }

    /// Waits until there is a line, or there will be none.
    func waitForLine() async {
        await withCheckedContinuation { continuation in
            let waits = lock.withLock {
                let waits = lines.isEmpty && end == nil
                if waits { taker = continuation }
                return waits
            }
            if !waits { continuation.resume() }
        }
    }

    /// The first line, which makes room for another; nil if there is none.
    ///
    /// - Throws: What the stream threw, when it ended so and its lines are taken.
    func takeFirst() throws -> String? {
        if let line = wakeReader(after: { lines.isEmpty ? nil : lines.removeFirst() }) {
            return line
        }
        try lock.withLock { end }?.get()
        return nil
    }
}
