import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Service
import Testing

/// A service without a network: requests go to what answers them, and answers come back.
struct ServiceUnderTest<Engine: TranslationEngine> {
    let engine: Engine
    let service: TranslationService
    let log = LogLines()

    init(
        engine: Engine, _ change: (inout ServiceConfiguration) throws -> Void = { _ in }
    ) throws {
        var configuration = ServiceConfiguration()
        configuration.models = [ServedModel(pair: nil, folder: URL(fileURLWithPath: "/model"))]
        try change(&configuration)
        self.engine = engine
        let handler = ServiceLogHandler(configuration.logging) { [log] in log.add($0) }
        service = try TranslationService(
            configuration, engine: engine, logger: Logger(label: "test") { _ in handler },
            now: { [now = ContinuousClock.now] in now })
        var logger = Logger(label: "test") { _ in handler }
        logger[metadataKey: "hb.request.id"] = "42"
        self.logger = logger
        respond = service.respond
    }

    private let logger: Logger
    private let respond:
        @Sendable (Request, ApplicationRequestContextSource) async throws -> Response

    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:],
        body: some Sequence<UInt8> = [], from address: String = "192.0.2.1"
    ) async throws -> Reply {
        let channel = NIOAsyncTestingChannel()
        // The time of its loop stands still unless somebody moves it.
        let clock = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(10))
                await channel.testingEventLoop.advanceTime(by: .milliseconds(10))
            }
        }
        defer { clock.cancel() }
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 4000)
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "localhost:5000", path: path,
            headerFields: headers)
        let request = Request(
            head: head, body: RequestBody(buffer: ByteBuffer(bytes: Array(body))))
        let response = try await respond(
            request, ApplicationRequestContextSource(channel: channel, logger: logger))
        let writer = CollectingWriter()
        try await response.body.write(writer)
        return Reply(status: response.status.code, headers: response.headers, bytes: writer.bytes)
    }

    /// Sends JSON.
    func post(
        _ path: String, json: String, _ headers: HTTPFields = [:],
        from address: String = "192.0.2.1"
    ) async throws -> Reply {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await send(.post, path, headers, body: json.utf8, from: address)
    }

    /// Sends a plain form.
    func post(_ path: String, form: String) async throws -> Reply {
        try await send(
            .post, path, [.contentType: "application/x-www-form-urlencoded"], body: form.utf8)
    }

    /// Sends a form of parts.
    func post(_ path: String, parts: [FormPart]) async throws -> Reply {
        try await send(
            .post, path, [.contentType: "multipart/form-data; boundary=XyZ"],
            body: FormPart.body(parts, boundary: "XyZ"))
    }
}

extension ServiceUnderTest where Engine == FakeEngine {
    /// One that has a fake engine.
    init(_ change: (inout ServiceConfiguration) throws -> Void = { _ in }) throws {
        try self.init(engine: FakeEngine(), change)
    }
}

/// What a service answered.
struct Reply {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { get throws { try JSONValue(parsing: bytes) } }
    /// The sentence of an error.
    var error: String? {
        if case .string(let sentence)? = try? json["error"] { sentence } else { nil }
    }
}

/// A part of a form.
struct FormPart {
    let name: String
    var fileName: String?
    let content: String

    static func body(_ parts: [FormPart], boundary: String) -> [UInt8] {
        let texts = parts.map { part in
            let file = part.fileName.map { "; filename=\"\($0)\"" } ?? ""
            return "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(file)"
                + "\r\n\r\n\(part.content)\r\n"
        }
        return Array((texts.joined() + "--\(boundary)--\r\n").utf8)
    }
}

private final class CollectingWriter: ResponseBodyWriter, @unchecked Sendable {
    private(set) var bytes: [UInt8] = []
    func write(_ buffer: ByteBuffer) async throws { bytes += Array(buffer: buffer) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Lines that were logged.
final class LogLines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [String] = []
    func add(_ line: String) { lock.withLock { lines.append(line) } }
    var text: String { lock.withLock { lines.joined() } }
}
