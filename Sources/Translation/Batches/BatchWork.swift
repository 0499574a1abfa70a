import Foundation
import Tensors

/// What is done with the items of a request, batch by batch.
struct BatchWork<Item: Sendable, Value: Sendable>: Sendable {
    /// What tells it from other work.
    let key: BatchKey
    /// The tokens of an item, which the limits speak of.
    let length: @Sendable (Item) -> Int
    /// Makes a value of every item.
    let run: @Sendable ([Item], Context) -> [Value]

    /// - Parameters:
    ///   - name: Works with equal names do the same with every item.
    ///   - limits: How much goes into a batch.
    init(
        _ name: some Hashable & Sendable, limits: BatchLimits,
        length: @escaping @Sendable (Item) -> Int,
        run: @escaping @Sendable ([Item], Context) -> [Value]
    ) {
        key = BatchKey(name: name, limits: limits)
        self.length = length
        self.run = run
    }
}

/// What requests have in common whose items may be in one batch.
struct BatchKey: Equatable, Sendable {
    let name: any Hashable & Sendable
    let limits: BatchLimits

    static func == (one: BatchKey, other: BatchKey) -> Bool {
        AnyHashable(one.name) == AnyHashable(other.name) && one.limits == other.limits
    }
}

/// Items that somebody wants worked on, all in the same way. It is used under the queue's lock alone
/// until it ends, and then by the thread that ended it.
class QueuedRequest: @unchecked Sendable {
    let key: BatchKey
    /// The places of the items of every batch, the next one last.
    private(set) var batches: [[Int]]
    /// The tokens of every item.
    private let lengths: [Int]
    /// Items that no worker has taken.
    private(set) var waitingCount: Int
    /// Items without a value.
    private var missing: Int
    private var state = State.pending

    enum State {
        case pending, done, cancelled
    }

    init(_ key: BatchKey, lengths: [Int], workers: Int) {
        self.key = key
        self.lengths = lengths
        batches = key.limits.batches(of: lengths, workers: workers).reversed()
        missing = lengths.count
        waitingCount = lengths.count
    }

    var hasBatches: Bool { !batches.isEmpty }
    /// Whether every item has its value.
    var isWhole: Bool { missing == 0 }
    var doneCount: Int { lengths.count - missing }
    /// Whether somebody waits for the values.
    var isPending: Bool { state == .pending }
    var isCancelled: Bool { state == .cancelled }

    /// The size of the batch that comes next.
    var nextSize: (items: Int, tokens: Int) {
        let places = batches.last ?? []
        return (places.count, places.reduce(0) { $0 + lengths[$1] })
    }

    /// The tokens of the longest item of the batch that comes next.
    var nextLength: Int { batches.last?.first.map { lengths[$0] } ?? 0 }

    /// The batch that comes next, which is then no more to come.
    func takeBatch() -> [Int] {
        let places = batches.removeLast()
        waitingCount -= places.count
        return places
    }

    /// Counts values that have been made.
    func count(_ places: [Int]) { missing -= places.count }

    /// Ends, if that has not happened yet.
    ///
    /// - Returns: Whether it happens now: whoever made it so has to ``tell()``.
    func end(as state: State) -> Bool {
        guard isPending else { return false }
        self.state = state
        return true
    }

    /// Works on the items of some requests with one key, of which this is one; without the lock.
    ///
    /// - Returns: What keeps the values, with the lock.
    func work(on parts: [QueuedBatch.Part], _ context: Context) -> () -> Void {
        preconditionFailure("a request for nothing")
    }

    /// Tells of the end, after the lock was left. What the request holds does not change any more.
    func tell() { preconditionFailure("a request of nobody") }

    /// Tells how many items are done.
    func tellProgress(_ done: Int) {}
}

/// A request for values of items.
final class Request<Item: Sendable, Value: Sendable>: QueuedRequest, @unchecked Sendable {
    private let items: [Item]
    private let work: BatchWork<Item, Value>
    private var values: [Value?]
    private let progress: (@Sendable (_ done: Int) -> Void)?
    /// Keeps what is told of the progress in order.
    private let telling = NSLock()
    private var toldCount = 0
    private let completion: @Sendable (Result<[Value], any Error>) -> Void

    /// - Parameters:
    ///   - workers: The number of workers that are to share it.
    ///   - completion: Takes the values of all items, or `CancellationError`; once, on any thread.
    init(
        _ items: [Item], _ work: BatchWork<Item, Value>, workers: Int,
        progress: (@Sendable (_ done: Int) -> Void)?,
        completion: @escaping @Sendable (Result<[Value], any Error>) -> Void
    ) {
        self.items = items
        self.work = work
        self.progress = progress
        self.completion = completion
        values = Array(repeating: nil, count: items.count)
        super.init(work.key, lengths: items.map(work.length), workers: workers)
    }

    override func work(on parts: [QueuedBatch.Part], _ context: Context) -> () -> Void {
        let shares = parts.map { part in
            guard let request = part.request as? Self else {
                preconditionFailure("one name for two works: \(key.name)")
            }
            return (request: request, places: part.places)
        }
        let values = work.run(
            shares.flatMap { share in share.places.map { share.request.items[$0] } }, context)
        return {
            var rest = values[...]
            for share in shares {
                for (place, value) in zip(share.places, rest) {
                    share.request.values[place] = value
                }
                share.request.count(share.places)
                rest = rest.dropFirst(share.places.count)
            }
        }
    }

    override func tell() {
        completion(isCancelled ? .failure(CancellationError()) : .success(values.compactMap { $0 }))
    }

    override func tellProgress(_ done: Int) {
        guard let progress else { return }
        telling.withLock {
            guard done > toldCount else { return }
            toldCount = done
            progress(done)
        }
    }
}

/// What a worker does together.
struct QueuedBatch {
    /// The items of a request.
    struct Part {
        let request: QueuedRequest
        let places: [Int]
    }

    let limits: BatchLimits
    private(set) var parts: [Part] = []
    private var filled = (items: 0, tokens: 0)

    init(limits: BatchLimits) {
        self.limits = limits
    }

    /// Whether there is no room for any further item.
    var isFull: Bool { filled.items >= limits.sentences || filled.tokens >= limits.tokens }

    /// Takes a request's next batch if there is room, as there always is for the first.
    mutating func takes(_ request: QueuedRequest) -> Bool {
        let next = request.nextSize
        guard
            parts.isEmpty
                || (filled.items + next.items <= limits.sentences
                    && filled.tokens + next.tokens <= limits.tokens)
        else { return false }
        parts.append(Part(request: request, places: request.takeBatch()))
        filled.items += next.items
        filled.tokens += next.tokens
        return true
    }
}
