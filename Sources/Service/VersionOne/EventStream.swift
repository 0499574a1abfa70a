import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Server-sent events: what a client reads while a request is being answered.
struct EventStream: Sendable {
    /// An event with its data.
    struct Event: Sendable {
        let name: String
        let data: JSONValue

        /// As it is sent.
        var text: String { "event: \(name)\ndata: \(data.text)\n\n" }
    }

    /// After how many seconds without an event a line is sent that clients pass over, so that nobody on
    /// the way takes the connection for dead.
    private static let heartbeat = Duration.seconds(10)

    private enum Signal: Sendable {
        case event(Event)
        case heartbeat
        case failed(any Error)
    }

    /// Work that ends with the last who holds it, for a body need not be asked for.
    private final class Running: Sendable {
        let task: Task<Void, Never>
        init(task: Task<Void, Never>) { self.task = task }
        deinit { task.cancel() }
    }

    /// Answers with the events that `work` sends.
    ///
    /// What fails before the first event or heartbeat is an answer of its own, with its status; later
    /// it is the event `error`. The work ends itself when its time is up or the client leaves; it is
    /// cancelled when nobody reads its events any more.
    ///
    /// - Parameters:
    ///   - problem: What is said of an error.
    ///   - work: Sends events.
    /// - Throws: What `work` throws before its first event.
    static func response(
        problem: @escaping @Sendable (any Error) -> ServiceProblem,
        _ work:
            @escaping @Sendable (_ send: @escaping @Sendable (Event) -> Void) async throws -> Void
    ) async throws -> Response {
        let (signals, feed) = AsyncStream.makeStream(of: Signal.self)
        let timer = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: heartbeat)
                feed.yield(.heartbeat)
            }
        }
        let running = Running(
            task: Task {
                defer { timer.cancel() }
                do {
                    try await work { feed.yield(.event($0)) }
                } catch {
                    feed.yield(.failed(error))
                }
                feed.finish()
            })
        let first = await withTaskCancellationHandler {
            var iterator = signals.makeAsyncIterator()
            return await iterator.next()
        } onCancel: {
            running.task.cancel()
        }
        guard let first else { throw CancellationError() }
        if case .failed(let error) = first { throw error }
        let body = ResponseBody { writer in
            defer { running.task.cancel() }
            try await writer.write(buffer(first, problem))
            for await signal in signals { try await writer.write(buffer(signal, problem)) }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func buffer(
        _ signal: Signal, _ problem: (any Error) -> ServiceProblem
    ) -> ByteBuffer {
        switch signal {
        case .event(let event): return ByteBuffer(string: event.text)
        case .heartbeat: return ByteBuffer(string: ":\n\n")
        case .failed(let error):
            return ByteBuffer(string: Event(name: "error", data: problem(error).json).text)
        }
    }
}
