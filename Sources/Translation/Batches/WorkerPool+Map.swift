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
        let parts = try run { _, context in
            var results: [(index: Int, result: Result)] = []
            while let index = turns.next() {
                results.append((index, transform(items[index], context)))
            }
            return results
        }
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
        let results = try map(batches, transform)
        return zip(batches.joined(), results.joined()).sorted { $0.0 < $1.0 }.map(\.1)
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

    func next() -> Int? {
        lock.withLock {
            guard taken < count else { return nil }
            taken += 1
            return taken - 1
        }
    }
}
