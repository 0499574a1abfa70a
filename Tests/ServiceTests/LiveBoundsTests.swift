import Foundation
import Service
import Testing

@Suite(.serialized) struct LiveBoundsTests {
    private static let json = #"{"q":"a","source":"en","target":"pb"}"#

    @Test func whoSendsNoMoreIsAnswered() async throws {
        let service = try await LiveService(engine: FakeEngine(isOpen: false))
        let answer = Task {
            try await RawConnection.onThread { [port = service.port] in
                let connection = try RawConnection(port: port, seconds: 60)
                connection.send(LiveService.post("/translate", Self.json))
                connection.endSending()
                return connection.receiveAll()
            }
        }
        try await service.engine.hasReceived(1)
        try await Task.sleep(for: .milliseconds(200))
        await service.engine.open()
        #expect(try await answer.value.contains("{\"translatedText\":\"pt-BR:a\"}"))
        try await service.stop()
    }

    @Test func whoReadsSteadilyGetsAllOfALongAnswer() async throws {
        let service = try await LiveService {
            $0.limits.body = 100 << 20
            $0.network.idleTimeout = 1
        }
        let text = String(repeating: "a", count: 24 << 20)
        let count = try await RawConnection.onThread { [port = service.port] in
            let connection = try RawConnection(port: port, seconds: 60)
            connection.send(
                LiveService.post(
                    "/translate", "{\"q\":\"\(text)\",\"source\":\"en\",\"target\":\"pb\"}",
                    ["Connection: close"]))
            var count = 0
            let start = Date()
            while case let part = connection.receive().utf8.count, part > 0 {
                count += part
                // About 8 MB a second.
                while Double(count) > 8e6 * Date().timeIntervalSince(start) {
                    Thread.sleep(forTimeInterval: 0.005)
                }
            }
            return count
        }
        #expect(count > text.utf8.count)
        try await service.stop()
    }
}
