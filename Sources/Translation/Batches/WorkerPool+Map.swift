import Foundation
import Tensors

extension WorkerPool {
    /// Transforms every item on some worker: whichever is free takes the next one.
    ///
    /// - Returns: The results in the order of the items.
    func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ transform: @escaping @Sendable (Item, Context) -> Result
    ) throws -> [Result] {
        let turns = Turns(count: items.count)
        let parts = try run { _, context in turns.takeAll { transform(items[$0], context) } }
        return parts.joined().sorted { $0.index < $1.index }.map(\.result)
    }

    /// The same without blocking the caller's thread. When the task is cancelled, no further item
    /// is begun.
    ///
    /// - Throws: `CancellationError` when the task was cancelled.
    func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ transform: @escaping @Sendable (Item, Context) -> Result
    ) async throws -> [Result] {
        let turns = Turns(count: items.count)
        let parts = try await withTaskCancellationHandler {
            try await run { _, context in turns.takeAll { transform(items[$0], context) } }
        } onCancel: {
            turns.stop()
        }
        try Task.checkCancellation()
        return parts.joined().sorted { $0.index < $1.index }.map(\.result)
    }

    /// Transforms batches of items, and gives every item its own result back.
    ///
    /// - Parameters:
    ///   - lengths: The items' lengths in tokens, which `limits` speaks of.
    ///   - transform: Takes a batch, as the places of its items, to one result for each of them.
    /// - Returns: The results in the order of the items.
    func mapBatches<Result: Sendable>(
        _ lengths: [Int], _ limits: BatchLimits,
        _ transform: @escaping @Sendable ([Int], Context) -> [Result]
    ) throws -> [Result] {
        let batches = limits.batches(of: lengths, workers: count)
        return try batches.restoringOrder(of: map(batches, transform))
    }

    /// The same without blocking the caller's thread. When the task is cancelled, no further batch
    /// is begun.
    ///
    /// - Throws: `CancellationError` when the task was cancelled.
    func mapBatches<Result: Sendable>(
        _ lengths: [Int], _ limits: BatchLimits,
        _ transform: @escaping @Sendable ([Int], Context) -> [Result]
    ) async throws -> [Result] {
        let batches = limits.batches(of: lengths, workers: count)
        return try await batches.restoringOrder(of: map(batches, transform))
    }
}

extension [[Int]] {
    /// The results of these batches of places, in the order of the places.
    fileprivate func restoringOrder<Result>(of results: [[Result]]) -> [Result] {
        zip(joined(), results.joined()).sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// The numbers from 0 on, each handed out once.
private final class Turns: @unchecked Sendable {
    private let lock = NSLock()
    private let count: Int
    private var taken = 0

    init(count: Int) {
        self.count = count
    }

    /// Hands out no more.
    func stop() {
        lock.withLock { taken = count }
    }

    /// The results of all turns that the caller gets.
    func takeAll<Result>(_ transform: (Int) -> Result) -> [(index: Int, result: Result)] {
        var results: [(index: Int, result: Result)] = []
        while let index = next() { results.append((index, transform(index))) }
        return results
    }

    private func next() -> Int? {
        lock.withLock {
            guard taken < count else { return nil }
            taken += 1
            return taken - 1
        }
    }
}
