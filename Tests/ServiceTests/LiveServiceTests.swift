import Foundation
import Service
import Testing

@Suite(.serialized) struct LiveServiceTests {
    private static let json = #"{"q":"a","source":"en","target":"pb"}"#

    @Test func connectionsAreKept() async throws {
        let service = try await LiveService()
        let twice =
            LiveService.post("/translate", Self.json)
            + LiveService.post("/translate", Self.json, ["Connection: close"])
        let answer = try await service.exchange(twice)
        #expect(answer.components(separatedBy: "{\"translatedText\":\"pt-BR:a\"}").count == 3)
        #expect(answer.contains("X-Request-ID: "))
        #expect(!answer.lowercased().contains("\r\nserver:"))
        try await service.stop()
    }

    /// What SIGTERM begins: what runs is finished, and nothing new begins.
    @Test func everyRequestIsAnsweredWhenTheServiceEnds() async throws {
        let service = try await LiveService(engine: FakeEngine(isOpen: false))
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    (try? await service.exchange(LiveService.post("/translate", Self.json))) ?? ""
                }
            }
            try? await service.engine.hasReceived(64)
            await service.beginEnd()
            try? await Task.sleep(for: .milliseconds(100))
            await service.engine.open()
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        try await service.hasEnded()
        #expect(answers.count == 64)
        for answer in answers {
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("{\"translatedText\":\"pt-BR:a\"}"))
            #expect(answer.contains("Connection: close"))
        }
        #expect(throws: RawConnection.NotListening.self) {
            try RawConnection(port: service.port, seconds: 1)
        }
    }

    /// Far more than the system takes at once.
    @Test func aLongAnswerIsSentWhollyThoughTheServiceEnds() async throws {
        let service = try await LiveService(engine: FakeEngine(isOpen: false)) {
            $0.limits.body = 100 << 20
        }
        let text = String(repeating: "a", count: 24 << 20)
        let answer = Task {
            try await RawConnection.onThread {
                let connection = try RawConnection(port: service.port, seconds: 60)
                connection.send(
                    LiveService.post(
                        "/translate", "{\"q\":\"\(text)\",\"source\":\"en\",\"target\":\"pb\"}"))
                Thread.sleep(forTimeInterval: 2)
                return connection.receiveAll().utf8.count
            }
        }
        try await service.engine.hasReceived(1)
        await service.beginEnd()
        await service.engine.open()
        #expect(try await answer.value > text.utf8.count)
        try await service.hasEnded()
    }

    @Test func theEndDoesNotWaitForever() async throws {
        let service = try await LiveService(engine: FakeEngine(isOpen: false)) {
            $0.network.shutdownTime = 1
        }
        let answer = Task { try await service.exchange(LiveService.post("/translate", Self.json)) }
        try await service.engine.hasReceived(1)
        await service.beginEnd()
        try? await service.hasEnded()
        _ = try await answer.value
        #expect(await service.engine.cancelledCount == 1)
    }

    @Test func whoLeavesIsNotTranslatedFor() async throws {
        let service = try await LiveService(engine: FakeEngine(isOpen: false))
        try await RawConnection.onThread {
            let connection = try RawConnection(port: service.port, seconds: 5)
            connection.send(LiveService.post("/translate", Self.json))
            // Gone with its connection as soon as the request is there.
            Thread.sleep(forTimeInterval: 0.3)
        }
        try await service.engine.hasCancelled(1)
        try await service.stop()
    }

    @Test(arguments: [
        ("GET /health HTTP/1.1\r\nHost: x\r\nX-A", "408"),
        ("", ""),
        ("POST /detect HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nq=", "408"),
    ])
    func slowClientsAreLetGo(beginning: String, status: String) async throws {
        let service = try await LiveService {
            $0.network.headerTimeout = 1
            $0.network.bodyTimeout = 1
            $0.network.idleTimeout = 2
        }
        let (answer, time) = try await Self.timed { try await service.exchange(beginning) }
        #expect(time < .seconds(8))
        #expect(status.isEmpty ? answer.isEmpty : answer.hasPrefix("HTTP/1.1 \(status) "))
        if !status.isEmpty { #expect(answer.contains("{\"error\":")) }
        try await service.stop()
    }

    private static func timed<Result: Sendable>(
        _ body: () async throws -> Result
    ) async throws -> (Result, Duration) {
        let start = ContinuousClock.now
        return (try await body(), .now - start)
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", "400"),
        (
            "GET /health HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n",
            "431"
        ),
        (
            "GET /health HTTP/1.1\r\nHost: x\r\n"
                + String(repeating: "A: b\r\n", count: 200) + "\r\n", "431"
        ),
        ("POST /detect HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400"),
        (
            "POST /detect HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nq="
                + String(repeating: "a", count: 100_000), "413"
        ),
        (
            "POST /detect HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"
        ),
        (
            "POST /v1/translate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400"
        ),
    ])
    func whatIsNoRequestIsAnsweredAndClosed(text: String, status: String) async throws {
        let service = try await LiveService()
        let answer = try await service.exchange(text)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(200))")
        #expect(answer.lowercased().contains("connection: close"))
        #expect(answer.contains("{\"error\":\""))
        try await service.stop()
    }

    @Test func oneConnectionTooManyIsToldSo() async throws {
        let service = try await LiveService { $0.network.connections = 2 }
        try await RawConnection.onThread {
            let first = try RawConnection(port: service.port, seconds: 5)
            let second = try RawConnection(port: service.port, seconds: 5)
            first.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(first.receive().hasPrefix("HTTP/1.1 200"))
            second.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(second.receive().hasPrefix("HTTP/1.1 200"))
            let third = try RawConnection(port: service.port, seconds: 5)
            let answer = third.receiveAll()
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("Retry-After: 1"))
        }
        // Those that went make room.
        try await Task.sleep(for: .milliseconds(300))
        let answer = try await service.exchange(
            "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        try await service.stop()
    }

    @Test func whoAsksFirstIsToldToGoOn() async throws {
        let service = try await LiveService()
        let answer = try await RawConnection.onThread {
            let connection = try RawConnection(port: service.port, seconds: 5)
            let request = LiveService.post(
                "/translate", Self.json, ["Expect: 100-continue", "Connection: close"])
            let parts = request.components(separatedBy: "\r\n\r\n")
            connection.send(parts[0] + "\r\n\r\n")
            let first = connection.receive()
            connection.send(parts[1])
            return first + connection.receiveAll()
        }
        #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"), "\(answer)")
        try await service.stop()
    }
}
