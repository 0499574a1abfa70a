import Foundation
import Service
import Testing

@Suite struct TurnQueueTests {
    private func queue(running: Int = 4, ofRequest: Int = 2) -> TurnQueue {
        var limits = TurnQueue.Limits(
            workers: 1, waitingSegments: 1_000_000, waitingCharacters: 1_000_000)
        limits.running = running
        limits.runningOfRequest = ofRequest
        return TurnQueue(limits)
    }

    /// Who had turns, in order.
    private final class Turns: @unchecked Sendable {
        private let lock = NSLock()
        private var all: [String] = []
        func add(_ name: String) { lock.withLock { all.append(name) } }
        var names: [String] { lock.withLock { all } }
    }

    @Test func aClientWithManyRequestsTakesTurnsWithOneThatHasOne() async throws {
        let queue = queue(running: 1)
        let turns = Turns()
        func request(_ client: String) async throws {
            try await queue.enter(.init(segments: 1, characters: 1), of: client) { number in
                try await queue.turn(number, .init(segments: 1, characters: 1)) {
                    turns.add(client)
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { try await request("many") } }
            while queue.open.segments < 100 { try await Task.sleep(for: .milliseconds(1)) }
            let before = turns.names.count
            group.addTask { try await request("one") }
            try await group.waitForAll()
            let place = try #require(turns.names.firstIndex(of: "one"))
            #expect(place <= before + 4, "\(place) of \(turns.names.count), after \(before)")
        }
        #expect(turns.names.count == 101 && queue.open == .init())
    }

    @Test func theRequestsOfAClientTakeTurns() async throws {
        let queue = queue(running: 1)
        let turns = Turns()
        func request(_ name: String, parts: Int) async throws {
            try await queue.enter(.init(segments: parts, characters: parts), of: "c") { number in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<parts {
                        group.addTask {
                            try await queue.turn(number, .init(segments: 1, characters: 1)) {
                                turns.add(name)
                                try await Task.sleep(for: .milliseconds(1))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
        async let long: Void = request("long", parts: 60)
        while turns.names.count < 3 { try await Task.sleep(for: .milliseconds(1)) }
        try await request("short", parts: 1)
        #expect(turns.names.count < 30)
        try await long
        #expect(turns.names.count == 61)
    }

    @Test func whatIsCancelledWhileItWaitsLeavesRoom() async throws {
        let queue = queue(running: 1)
        let hold = Task {
            try await queue.enter(.init(segments: 1, characters: 1), of: "a") { number in
                try await queue.turn(number, .init(segments: 1, characters: 1)) {
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }
        while queue.open.segments < 1 { try await Task.sleep(for: .milliseconds(1)) }
        let waiting = (0..<50).map { _ in
            Task {
                try await queue.enter(.init(segments: 1, characters: 1), of: "b") { number in
                    try await queue.turn(number, .init(segments: 1, characters: 1)) { true }
                }
            }
        }
        for task in waiting.dropLast() { task.cancel() }
        for task in waiting.dropLast() {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        hold.cancel()
        #expect(try await waiting[49].value)
        #expect(queue.open == .init())
    }

    @Test func aCancelledTaskHasNoTurn() async throws {
        let queue = queue()
        for _ in 0..<200 {
            let task = Task {
                try await queue.enter(.init(segments: 2, characters: 1), of: "a") { number in
                    try await queue.turn(number, .init(segments: 2, characters: 1)) {}
                }
            }
            task.cancel()
            _ = await task.result
        }
        // Room is where it was.
        try await queue.enter(.init(segments: 2, characters: 1), of: "a") { number in
            try await queue.turn(number, .init(segments: 2, characters: 1)) {}
        }
        #expect(queue.open == .init())
    }
}
