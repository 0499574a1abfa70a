import Foundation
import Logging
import Service
import ServiceLifecycle
import Testing

/// A service that listens at a port of its own.
struct LiveService {
    let engine: FakeEngine
    let port: Int
    let log = LogLines()
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    init(
        engine: FakeEngine = FakeEngine(), _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) async throws {
        var configuration = ServiceConfiguration()
        configuration.network.port = 0
        change(&configuration)
        self.engine = engine
        let handler = ServiceLogHandler(configuration.logging) { [log] in log.add($0) }
        let service = try TranslationService(
            configuration, engine: engine, logger: Logger(label: "test") { _ in handler })
        let (addresses, ready) = AsyncStream.makeStream(of: String.self)
        let group = service.group(signals: []) { ready.yield($0) }
        running = Task { try await group.run() }
        self.group = group
        let address = try #require(await addresses.first { _ in true })
        port = try #require(URL(string: address)?.port)
    }

    /// Lets the service end in order, as SIGTERM does.
    func beginEnd() async { await group.triggerGracefulShutdown() }

    /// Waits until it has ended.
    func hasEnded() async throws { try await running.value }

    /// Ends it.
    func stop() async throws {
        await engine.open()
        await beginEnd()
        try await hasEnded()
    }

    /// Sends bytes over a connection of their own.
    ///
    /// - Returns: Everything that comes until the server closes.
    func exchange(_ text: String, seconds: Int = 20) async throws -> String {
        try await RawConnection.onThread { [port] in
            let connection = try RawConnection(port: port, seconds: seconds)
            connection.send(text)
            return connection.receiveAll()
        }
    }

    /// A request with a body of JSON.
    static func post(_ path: String, _ json: String, _ headers: [String] = []) -> String {
        let lines =
            [
                "POST \(path) HTTP/1.1", "Host: localhost", "Content-Type: application/json",
                "Content-Length: \(json.utf8.count)",
            ] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + json
    }
}

/// A connection of plain bytes.
final class RawConnection: @unchecked Sendable {
    /// Nobody listens.
    struct NotListening: Error {}

    private let descriptor: Int32

    /// - Parameter seconds: How long one waits for bytes.
    init(port: Int, seconds: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout,
            socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw NotListening() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Says that nothing more is sent.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Some bytes; none at the end, or when nothing comes in time.
    func receive() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }

    func receiveAll() -> String {
        var text = ""
        while true {
            let part = receive()
            if part.isEmpty { return text }
            text += part
        }
    }

    /// Runs what waits on a thread of its own, so that it holds up no task.
    static func onThread<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
