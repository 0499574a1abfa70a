/// Counts what clients ask for in the minute that has just passed, whenever that is: a window that
/// moves.
package struct RequestLimiter {
    private struct Client {
        /// What was asked for, oldest first.
        var spent: [(time: ContinuousClock.Instant, cost: Int)] = []
        var sum = 0
        /// When it was refused, oldest first.
        var refusals: [ContinuousClock.Instant] = []
    }

    /// Why a client is refused.
    package enum Refusal: Equatable {
        /// It asks for too much.
        case tooMuch(retryAfterSeconds: Int)
        /// It went on too often when it was told to wait.
        case flood
    }

    private static let window = Duration.seconds(60)
    private static let floodWindow = Duration.seconds(3600)
    /// Of more clients at a time those who have not been before are counted as one: memory is bounded.
    private static let clientLimit = 100_000

    private var clients: [String: Client] = [:]
    private var nextSweep: ContinuousClock.Instant?

    /// Of nobody yet.
    package init() {}

    /// Counts a request, unless it is refused.
    ///
    /// - Parameters:
    ///   - cost: How many requests it counts as.
    ///   - limit: The most in a minute.
    ///   - flood: After how many refusals in an hour nothing is allowed; nil for never.
    /// - Returns: Why it is refused; nil where it is not.
    package mutating func refusal(
        _ name: String, cost: Int, limit: Int, flood: Int?, now: ContinuousClock.Instant = .now
    ) -> Refusal? {
        sweep(now)
        let name = clients[name] != nil || clients.count < Self.clientLimit ? name : "others"
        var client = clients[name] ?? Client()
        defer { clients[name] = client }
        Self.forget(&client, now)
        if let flood, client.refusals.count >= flood { return .flood }
        guard client.sum + cost <= limit else {
            if flood != nil { client.refusals.append(now) }
            return .tooMuch(retryAfterSeconds: Self.wait(client, cost, limit, now))
        }
        client.spent.append((now, cost))
        client.sum += cost
        return nil
    }

    /// The seconds until enough has left the window.
    private static func wait(
        _ client: Client, _ cost: Int, _ limit: Int, _ now: ContinuousClock.Instant
    ) -> Int {
        var sum = client.sum
        for entry in client.spent {
            sum -= entry.cost
            guard sum + cost <= limit else { continue }
            let rest = now.duration(to: entry.time + window)
            return max(1, Int(rest.components.seconds) + 1)
        }
        return Int(window.components.seconds)
    }

    private static func forget(_ client: inout Client, _ now: ContinuousClock.Instant) {
        let kept = client.spent.firstIndex { $0.time + window > now } ?? client.spent.count
        client.sum -= client.spent[..<kept].reduce(0) { $0 + $1.cost }
        client.spent.removeFirst(kept)
        client.refusals.removeAll { $0 + floodWindow <= now }
    }

    /// Every minute, forgets clients of whom nothing is left to count.
    private mutating func sweep(_ now: ContinuousClock.Instant) {
        guard nextSweep.map({ $0 <= now }) ?? true else { return }
        nextSweep = now + Self.window
        for name in clients.keys {
            guard var client = clients[name] else { continue }
            Self.forget(&client, now)
            let isEmpty = client.spent.isEmpty && client.refusals.isEmpty
            clients[name] = isEmpty ? nil : client
        }
    }
}
