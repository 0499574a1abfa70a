import Foundation

/// The elements of an asynchronous stream as they arrive, read a few ahead of whoever takes them.
///
/// Reading ends with the stream, or when this is released.
final class Arrivals<Element: Sendable>: Sendable {
    private let queue: ArrivalQueue<Element>
    private let reading: Task<Void, Never>

    /// Begins to read.
    ///
    /// - Parameter capacity: The most elements that are read ahead.
    init<Stream: AsyncSequence & Sendable>(of stream: Stream, capacity: Int)
    where Stream.Element == Element {
        let queue = ArrivalQueue<Element>(capacity: capacity)
        self.queue = queue
        reading = Task { await queue.fill(from: stream) }
    }

    deinit {
        reading.cancel()
    }

    /// The next element. Nil after the last one, and where none has arrived and `waits` is false.
    ///
    /// - Throws: What the stream throws, after the elements before it.
    func next(waits: Bool) async throws -> Element? {
        if waits {
            await withTaskCancellationHandler {
                await queue.waitForElement()
            } onCancel: {
                reading.cancel()
            }
        }
        return try queue.takeFirst()
    }
}

/// Elements between the task that reads them and the one that takes them.
private final class ArrivalQueue<Element: Sendable>: @unchecked Sendable {
    private let capacity: Int
    private let lock = NSLock()
    private var elements: [Element] = []
    /// How the stream ended; nil while it goes on.
    private var end: Result<Void, any Error>?
    private var isCancelled = false
    /// Wakes whoever waits for an element or the end.
    private var taker: CheckedContinuation<Void, Never>?
    /// Wakes whoever waits for room.
    private var reader: CheckedContinuation<Void, Never>?

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Reads all elements, never more than there is room for, until the task is cancelled.
    func fill<Stream: AsyncSequence>(from stream: Stream) async where Stream.Element == Element {
        do {
            var iterator = stream.makeAsyncIterator()
            while await hasRoom(), let element = try await iterator.next() {
                change { elements.append(element) }
            }
            change { end = .success(()) }
        } catch {
            change { end = .failure(error) }
        }
    }

    /// Changes the elements or the end, and wakes whoever waits for that.
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
                    let waits = elements.count >= capacity && !isCancelled
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

    /// Waits until there is an element, or there will be none.
    func waitForElement() async {
        await withCheckedContinuation { continuation in
            let waits = lock.withLock {
                let waits = elements.isEmpty && end == nil
                if waits { taker = continuation }
                return waits
            }
            if !waits { continuation.resume() }
        }
    }

    /// The first element, which makes room for another; nil if there is none.
    ///
    /// - Throws: What the stream threw, when it ended so and its elements are taken.
    func takeFirst() throws -> Element? {
        if let element = wakeReader(after: { elements.isEmpty ? nil : elements.removeFirst() }) {
            return element
        }
        try lock.withLock { end }?.get()
        return nil
    }
}
