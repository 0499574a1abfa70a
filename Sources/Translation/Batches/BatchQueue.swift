import Foundation
import Tensors

/// Batches of several requests that wait for workers.
///
/// A request waits as batches, and batches of different requests take turns: whoever asks for a line
/// beside a request of a hundred thousand waits for the batches that are being worked on, and not for
/// those that are to come. Requests for the same work that wait at the same time share batches where
/// there is room, so that many lines that come one by one are translated as fast as a text. What
/// becomes of an item does not depend on its batch.
final class BatchQueue: @unchecked Sendable {  // what changes is used under the lock alone
    let pool: WorkerPool
    private let lock = NSLock()
    /// Requests with batches to come, in the order of their turns.
    private var waiting: [QueuedRequest] = []
    /// Workers that look for a batch when they are done with theirs.
    private var busy: Set<Int> = []

    init(on pool: WorkerPool) {
        self.pool = pool
    }

    /// Queues items, all for the same work.
    ///
    /// - Parameter progress: Takes how many items are done whenever some are; on any thread.
    /// - Returns: The values of all items, in order.
    func submit<Item, Value>(
        _ items: [Item], to work: BatchWork<Item, Value>,
        progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) -> Pending<[Value]> {
        let answer = Answer<[Value]>()
        let request = Request(items, work, workers: pool.count, progress: progress) {
            answer.give($0)
        }
        submit(request)
        return Pending(answer) { self.cancel(request) }
    }

    private func submit(_ request: QueuedRequest) {
        guard request.hasBatches else { return finish(request) }
        let idle = lock.withLock {
            waiting.append(request)
            let idle = (0..<pool.count).filter { !busy.contains($0) }.prefix(request.batches.count)
            busy.formUnion(idle)
            return Array(idle)
        }
        for worker in idle { takeTurn(worker) }
    }

    private func finish(_ request: QueuedRequest) {
        if lock.withLock({ request.end(as: .done) }) { request.tell() }
    }

    /// Ends a request at once. What is being made for it is forgotten when it is there; what waits of it
    /// is passed over.
    private func cancel(_ request: QueuedRequest) {
        if lock.withLock({ request.end(as: .cancelled) }) { request.tell() }
    }

    /// Has a worker do a batch after what others want of it, and look for another one.
    private func takeTurn(_ worker: Int) {
        pool.enqueue(on: worker) { [self] context in
            guard let batch = nextBatch(worker), let first = batch.parts.first else { return }
            let hand = pool.withIdleWorkers(context) {
                first.request.work(on: batch.parts, context)
            }
            let done = lock.withLock {
                hand()
                return batch.parts.map { ($0.request, $0.request.doneCount, $0.request.isWhole) }
            }
            context.unbound {
                for (request, count, isWhole) in done {
                    request.tellProgress(count)
                    if isWhole { finish(request) }
                }
            }
            takeTurn(worker)
        }
    }

    /// The batch whose turn it is; nil, and the worker is free, when none waits.
    private func nextBatch(_ worker: Int) -> QueuedBatch? {
        lock.withLock {
            guard let key = waiting.first(where: \.isPending)?.key else {
                waiting.removeAll()
                busy.remove(worker)
                return nil
            }
            var batch = QueuedBatch(limits: limits(of: key))
            var taken: Set<Int> = []
            // The next turn of who has more comes after those of all others.
            var unfinished: [QueuedRequest] = []
            for place in places(for: key, limits: batch.limits) where !batch.isFull {
                let request = waiting[place]
                guard batch.takes(request) else { continue }
                taken.insert(place)
                if request.hasBatches { unfinished.append(request) }
            }
            let rest = waiting.indices.filter { !taken.contains($0) && waiting[$0].isPending }
            waiting = rest.map { waiting[$0] } + unfinished
            return batch
        }
    }

    /// The places of requests with a key, in the order in which a batch takes them: the first that waits,
    /// and of those behind it the ones of like length first, so that a batch is not held up by one
    /// sentence. Few are looked at, so that nobody is passed over for long.
    private func places(for key: BatchKey, limits: BatchLimits) -> [Int] {
        var places: [Int] = []
        for place in waiting.indices where waiting[place].isPending && waiting[place].key == key {
            places.append(place)
            if places.count >= Self.lookahead * limits.sentences { break }
        }
        guard let first = places.first else { return [] }
        let wanted = waiting[first].nextLength
        // The first stays the first: no length is nearer to its own, and the order is kept.
        return places.map { (abs(waiting[$0].nextLength - wanted), $0) }.sorted(by: <).map(\.1)
    }

    /// How many batches' worth of requests are looked at for those of like length.
    private static let lookahead = 4

    /// The limits, or fewer items: as many for each worker, where too few wait to fill a batch for all.
    private func limits(of key: BatchKey) -> BatchLimits {
        var limits = key.limits
        var count = 0
        for request in waiting where request.isPending && request.key == key {
            count += request.waitingCount
            if count >= limits.sentences * pool.count { return limits }
        }
        limits.sentences = min(limits.sentences, (count + pool.count - 1) / pool.count)
        return limits
    }
}
