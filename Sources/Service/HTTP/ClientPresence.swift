import NIOCore

/// Whether the client of a connection is still there.
final class ClientPresence: Sendable {
    private struct State {
        var isGone = false
        var nextTicket = 0
        var actions: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Locked(State())

    /// That of a connection; nil where it is none of a service's.
    static func of(_ channel: any Channel) async -> ClientPresence? {
        let find: @Sendable () throws -> ClientPresence = {
            try channel.pipeline.syncOperations.handler(type: RequestGuard.self).presence
        }
        let loop = channel.eventLoop
        return loop.inEventLoop ? try? find() : try? await loop.submit(find).get()
    }

    /// Runs `action` when the client goes, or now where it has gone.
    ///
    /// - Returns: What ``forget(_:)`` takes.
    func whenGone(_ action: @escaping @Sendable () -> Void) -> Int {
        let (ticket, isGone) = state.use { state in
            state.nextTicket += 1
            if !state.isGone { state.actions[state.nextTicket] = action }
            return (state.nextTicket, state.isGone)
        }
        if isGone { action() }
        return ticket
    }

    /// The action is not run any more.
    func forget(_ ticket: Int) {
        state.use { $0.actions[ticket] = nil }
    }

    /// The client has gone.
    func leave() {
        let actions = state.use { state in
            state.isGone = true
            defer { state.actions = [:] }
            return state.actions
        }
        for action in actions.values { action() }
    }
}
