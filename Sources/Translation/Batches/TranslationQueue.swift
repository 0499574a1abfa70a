import Basics
import Foundation
import Models
import Tensors

/// Sentences of several requests that wait for workers.
///
/// A request waits as batches, and batches of different requests take turns: whoever asks for a line
/// beside a request of a hundred thousand waits for the batches that are being translated, and not for
/// those that are to come. Requests that wait at the same time with equal options share batches where
/// there is room, so that many lines that come one by one are translated as fast as a text. What a
/// sentence is translated to does not depend on its batch.
final class TranslationQueue: @unchecked Sendable {  // what changes is used under the lock alone
    private let model: any TranslationModel
    private let pool: WorkerPool
    private let lock = NSLock()
    /// Requests with batches to come, in the order of their turns.
    private var waiting: [Request] = []
    /// Workers that look for a batch when they are done with theirs.
    private var busy: Set<Int> = []

    init(_ model: any TranslationModel, on pool: WorkerPool) {
        self.model = model
        self.pool = pool
    }

    /// Queues a request, whose completion is called once, on any thread.
    func submit(_ request: Request) {
        if request.isEmpty { return finish(request) }
        let idle = lock.withLock { () -> [Int] in
            guard request.isPending else { return [] }
            waiting.append(request)
            let idle = (0..<pool.count).filter { !busy.contains($0) }.prefix(request.batchCount)
            busy.formUnion(idle)
            return Array(idle)
        }
        for worker in idle { takeTurn(worker) }
    }

    private func finish(_ request: Request) {
        if lock.withLock({ request.end(as: .done) }) { request.tell() }
    }

    /// Ends a request at once. What is being translated of it is forgotten when it is there.
    func cancel(_ request: Request) {
        let isFirst = lock.withLock {
            waiting.removeAll { $0 === request }
            return request.end(as: .cancelled)
        }
        if isFirst { request.tell() }
    }

    /// Translates a batch on a worker after what others want of it, and looks for another one.
    private func takeTurn(_ worker: Int) {
        pool.enqueue(on: worker) { [self] context in
            guard let batch = nextBatch(worker) else { return }
            let results = batch.search.translations(
                of: SearchBatch(
                    batch.parts.flatMap(\.sentences), padding: model.specialTokens.padding),
                with: model, context)
            for request in hand(results, to: batch) { request.tell() }
            takeTurn(worker)
        }
    }

    /// The batch whose turn it is; nil, and the worker is free, when none waits.
    private func nextBatch(_ worker: Int) -> Batch? {
        lock.withLock {
            guard let first = waiting.first else {
                busy.remove(worker)
                return nil
            }
            var batch = Batch(search: first.search, limits: first.limits)
            // As many for each worker, where there are too few to fill a batch for all.
            let sharing = waiting.filter { $0.isLike(first) }
            let count = sharing.reduce(0) { $0 + $1.waitingCount }
            batch.limits.sentences = min(
                batch.limits.sentences, (count + pool.count - 1) / pool.count)
            for request in sharing where batch.takes(request) {
                // Its next turn comes after those of all others.
                waiting.removeAll { $0 === request }
                if request.hasBatches { waiting.append(request) }
            }
            return batch
        }
    }

    /// Gives the results to the requests.
    ///
    /// - Returns: Those that are whole now.
    private func hand(_ results: [[SearchResult]], to batch: Batch) -> [Request] {
        lock.withLock {
            var rest = results[...]
            return batch.parts.filter { part in
                defer { rest = rest.dropFirst(part.places.count) }
                return part.request.take(rest.prefix(part.places.count), for: part.places)
            }.map(\.request)
        }
    }
}

extension TranslationQueue {
    /// Sentences that somebody wants translated, all in the same way. It is used under the queue's
    /// lock alone until it ends, and then by the thread that ended it.
    final class Request: @unchecked Sendable {
        let search: any Search
        let limits: BatchLimits
        private let options: SearchOptions
        private let sentences: [SearchSentence]
        /// The places of the sentences of every batch, the next one last.
        private var batches: [[Int]]
        private var results: [[SearchResult]]
        private var missing: Int
        private var state = State.pending
        private let completion: @Sendable (Result<[[SearchResult]], any Error>) -> Void

        /// Whether somebody waits for the results.
        enum State {
            case pending, done, cancelled
        }

        /// A request.
        ///
        /// - Parameters:
        ///   - workers: Those that are to share it.
        ///   - completion: Takes the results of all sentences, or `CancellationError`.
        init(
            _ sentences: [SearchSentence], _ options: SearchOptions, limits: BatchLimits,
            workers: Int,
            completion: @escaping @Sendable (Result<[[SearchResult]], any Error>) -> Void
        ) {
            self.sentences = sentences
            self.options = options
            self.limits = limits
            self.completion = completion
            search = options.search
            batches = limits.batches(of: sentences.map(\.source.count), workers: workers).reversed()
            results = Array(repeating: [], count: sentences.count)
            missing = sentences.count
        }

        var batchCount: Int { batches.count }
        var hasBatches: Bool { !batches.isEmpty }
        var isEmpty: Bool { sentences.isEmpty }
        /// Whether somebody waits for the results.
        var isPending: Bool { state == .pending }
        /// Sentences that no worker has taken.
        var waitingCount: Int { batches.reduce(0) { $0 + $1.count } }

        /// Whether sentences of both may be in one batch.
        func isLike(_ other: Request) -> Bool {
            options == other.options && limits == other.limits
        }

        /// The batch that comes next, which is then no more to come.
        func takeBatch() -> (places: [Int], sentences: [SearchSentence]) {
            let places = batches.removeLast()
            return (places, places.map { sentences[$0] })
        }

        /// The size of the batch that comes next.
        var nextSize: (sentences: Int, tokens: Int) {
            let places = batches.last ?? []
            return (places.count, places.reduce(0) { $0 + sentences[$1].source.count })
        }

        /// Keeps results.
        ///
        /// - Returns: Whether none is missing now.
        func take(_ found: ArraySlice<[SearchResult]>, for places: [Int]) -> Bool {
            for (place, result) in zip(places, found) { results[place] = result }
            missing -= places.count
            return missing == 0 && end(as: .done)
        }

        /// Ends, if that has not happened yet.
        ///
        /// - Returns: Whether it happens now: whoever made it so has to ``tell()``.
        func end(as state: State) -> Bool {
            guard isPending else { return false }
            self.state = state
            return true
        }

        /// Tells of the end, after the lock was left. What the request holds does not change any more.
        func tell() {
            completion(state == .cancelled ? .failure(CancellationError()) : .success(results))
        }
    }

    /// What a worker translates together.
    private struct Batch {
        /// The sentences of a request.
        struct Part {
            let request: Request
            let places: [Int]
            let sentences: [SearchSentence]
        }

        let search: any Search
        var limits: BatchLimits
        private(set) var parts: [Part] = []
        private var filled = (sentences: 0, tokens: 0)

        init(search: any Search, limits: BatchLimits) {
            self.search = search
            self.limits = limits
        }

        /// Takes a request's next batch if there is room, as there always is for the first.
        mutating func takes(_ request: Request) -> Bool {
            let next = request.nextSize
            guard
                parts.isEmpty
                    || (filled.sentences + next.sentences <= limits.sentences
                        && filled.tokens + next.tokens <= limits.tokens)
            else { return false }
            let (places, sentences) = request.takeBatch()
            parts.append(Part(request: request, places: places, sentences: sentences))
            filled.sentences += next.sentences
            filled.tokens += next.tokens
            return true
        }
    }
}
