import Foundation

/// Decides whose segments are translated next, and how much may wait.
///
/// Workers are given no more than keeps them busy with full batches; the rest waits here. Clients take
/// turns, and the requests of a client take turns among each other, whatever each has: a sentence
/// beside a long document waits for a few of its batches, not for its end.
package final class TurnQueue: Sendable {
    /// How much there may be.
    package struct Limits: Sendable {
        /// Segments of all that are being translated.
        package var running: Int
        /// Segments of one request that are being translated.
        package var runningOfRequest: Int
        /// Segments of all that wait or are being translated.
        package var waitingSegments: Int
        /// Characters of these.
        package var waitingCharacters: Int
        /// What a request counts as at most among those that wait: so much of it asks for a turn at a
        /// time. A long document leaves room for those who come after it, as it does not hold them up.
        fileprivate static let countedOfRequest = Load(segments: 256, characters: 65_536)

        /// Limits that give every worker a full batch, and have the next one ready.
        package init(
            workers: Int, waitingSegments: Int, waitingCharacters: Int = 4_000_000
        ) {
            running = workers * 256
            runningOfRequest = workers * 64
            self.waitingSegments = waitingSegments
            self.waitingCharacters = waitingCharacters
        }

        /// Whether so much may wait.
        ///
        /// - Parameter part: How large a part has to stay free: 4 for a quarter; nil for none.
        fileprivate func allow(_ load: Load, leaving part: Int? = nil) -> Bool {
            func room(_ limit: Int) -> Int { limit - (part.map { limit / $0 } ?? 0) }
            return load.segments <= room(waitingSegments)
                && load.characters <= room(waitingCharacters)
        }
    }

    /// What a request has to translate.
    package struct Load: Sendable, AdditiveArithmetic {
        /// Segments.
        package var segments: Int
        /// Their characters.
        package var characters: Int

        /// What a request has to translate.
        package init(segments: Int = 0, characters: Int = 0) {
            self.segments = segments
            self.characters = characters
        }

        /// Nothing.
        package static let zero = Load()

        /// What both have.
        package static func + (load: Load, other: Load) -> Load {
            Load(
                segments: load.segments + other.segments,
                characters: load.characters + other.characters)
        }

        /// What one has more than the other.
        package static func - (load: Load, other: Load) -> Load {
            Load(
                segments: load.segments - other.segments,
                characters: load.characters - other.characters)
        }
    }

    /// A part of a request that waits for its turn.
    private struct Waiter {
        let number: Int
        let request: Int
        let segments: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// A request that has come in and is not done.
    private struct Request {
        let client: String
        /// Its segments that are being translated.
        var running = 0
        /// When it last had a turn.
        var lastTurn = 0
    }

    /// A client that has requests.
    private struct Client {
        /// As much of its requests as counts.
        var counted = Load()
        /// When it last had a turn.
        var lastTurn = 0
    }

    private struct State {
        /// Counts requests, waiters and turns.
        var number = 0
        var waiters: [Waiter] = []
        var cancelled: Set<Int> = []
        var requests: [Int: Request] = [:]
        var clients: [String: Client] = [:]
        var running = 0
        /// What has come in and is not done.
        var open = Load()
        /// As much of it as counts.
        var counted = Load()
        var rate = TranslationRate()

        mutating func nextNumber() -> Int {
            number += 1
            return number
        }

        /// Gives a waiter its turn.
        mutating func start(_ waiter: Waiter) {
            let turn = nextNumber()
            running += waiter.segments
            guard var request = requests[waiter.request] else { return }
            request.running += waiter.segments
            request.lastTurn = turn
            requests[waiter.request] = request
            clients[request.client]?.lastTurn = turn
        }
    }

    private let limits: Limits
    private let state = Locked(State())

    /// A queue in which nothing waits.
    package init(_ limits: Limits) {
        self.limits = limits
    }

    /// What has come in and is not done.
    package var open: Load { state.use { $0.open } }

    /// Runs a request, which takes turns by ``turn(_:_:_:)``.
    ///
    /// - Parameters:
    ///   - load: What the request has to translate in all.
    ///   - client: Whose request it is. Who has requests already leaves a quarter of the room to
    ///     others.
    ///   - body: Takes the request's number.
    /// - Throws: `EngineProblem.busy` when too much waits; what `body` throws.
    package func enter<Value>(
        _ load: Load, of client: String = "", _ body: (_ request: Int) async throws -> Value
    ) async throws -> Value {
        let counted = Load(
            segments: min(load.segments, Limits.countedOfRequest.segments),
            characters: min(load.characters, Limits.countedOfRequest.characters))
        let request = try state.use { state in
            // Whatever comes when nothing waits is taken, as it could never be taken otherwise.
            let own = state.clients[client]?.counted ?? Load()
            guard
                state.counted.segments == 0
                    || limits.allow(state.counted + counted)
                        && (own.segments == 0 || limits.allow(own + counted, leaving: 4))
            else {
                throw EngineProblem.busy(
                    retryAfterSeconds: state.rate.seconds(for: state.counted.characters))
            }
            state.open += load
            state.counted += counted
            state.clients[client, default: Client()].counted += counted
            let number = state.nextNumber()
            state.requests[number] = Request(client: client)
            return number
        }
        defer {
            state.use { state in
                state.open -= load
                state.counted -= counted
                state.requests[request] = nil
                state.clients[client]?.counted -= counted
                // Of clients without requests nothing is kept.
                if state.clients[client]?.counted.segments == 0 { state.clients[client] = nil }
            }
        }
        return try await body(request)
    }

    /// Runs a request that is one part when it is its turn.
    ///
    /// - Parameters:
    ///   - load: What the request has.
    ///   - client: Whose request it is.
    /// - Throws: As ``enter(_:of:_:)`` and ``turn(_:_:_:)`` do.
    package func run<Value>(
        _ load: Load, of client: String, _ body: () async throws -> Value
    ) async throws -> Value {
        try await enter(load, of: client) { request in try await turn(request, load, body) }
    }

    /// Runs a part of a request when it is its turn.
    ///
    /// - Parameters:
    ///   - request: The request's number.
    ///   - load: What the part has.
    /// - Throws: `CancellationError` at once when the task is cancelled; what `body` throws.
    package func turn<Value>(
        _ request: Int, _ load: Load, _ body: () async throws -> Value
    ) async throws -> Value {
        try await wait(request, load.segments)
        defer {
            end(request, load.segments) { state in
                state.rate.count(load.characters, at: Date(), idle: state.running == 0)
            }
        }
        return try await body()
    }

    private func wait(_ request: Int, _ segments: Int) async throws {
        let number = state.use { $0.nextNumber() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.use { state in
                    if state.cancelled.remove(number) != nil { return true }
                    state.waiters.append(
                        Waiter(
                            number: number, request: request, segments: segments,
                            continuation: continuation))
                    return false
                }
                if isCancelled { return continuation.resume(throwing: CancellationError()) }
                admit()
            }
        } onCancel: {
            let waiter = state.use { state -> Waiter? in
                guard let place = state.waiters.firstIndex(where: { $0.number == number }) else {
                    // It waits no more, or not yet.
                    state.cancelled.insert(number)
                    return nil
                }
                return state.waiters.remove(at: place)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
        let isCancelled = state.use { $0.cancelled.remove(number) != nil }
        if isCancelled {
            end(request, segments)
            throw CancellationError()
        }
    }

    /// Gives turns as long as there is room.
    private func admit() {
        let admitted = state.use { state -> [Waiter] in
            var admitted: [Waiter] = []
            while let place = next(state) {
                let waiter = state.waiters.remove(at: place)
                state.start(waiter)
                admitted.append(waiter)
            }
            return admitted
        }
        for waiter in admitted { waiter.continuation.resume() }
    }

    /// The place of the waiter whose turn it is; nil where there is no room for any.
    private func next(_ state: State) -> Int? {
        guard state.running < limits.running else { return nil }
        func rank(_ waiter: Waiter) -> (Int, Int, Int) {
            let request = state.requests[waiter.request]
            let client = request.flatMap { state.clients[$0.client] }
            return (client?.lastTurn ?? 0, request?.lastTurn ?? 0, waiter.number)
        }
        return state.waiters.indices.filter { place in
            let running = state.requests[state.waiters[place].request]?.running ?? 0
            return running == 0
                || running + state.waiters[place].segments <= limits.runningOfRequest
        }.min { rank(state.waiters[$0]) < rank(state.waiters[$1]) }
    }

    /// Ends a turn.
    ///
    /// - Parameter count: Counts what was done in it.
    private func end(
        _ request: Int, _ segments: Int, _ count: (inout State) -> Void = { _ in }
    ) {
        state.use { state in
            state.running -= segments
            state.requests[request]?.running -= segments
            count(&state)
        }
        admit()
    }
}
