import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

extension ServiceState {
    /// A request that may be answered: what it says, and who asks.
    struct Entry<Content: RequestContent> {
        let content: Content
        let client: Admission.Client
        /// Ends with the last who holds the request.
        let bytes: ByteAccount.Share
        /// Whether it has so few bytes that whatever is made of its text is made in a moment.
        let isShort: Bool
    }

    /// The most bytes of a short request: a page of text.
    private static let shortBytes = 4096

    /// Reads a request, counts it, and says whose it is.
    ///
    /// What cannot be read counts as a request, too, of whoever has the address.
    ///
    /// - Parameters:
    ///   - bodyLimit: The most bytes of its body; nil for what is usual.
    ///   - cost: How many requests it counts as.
    /// - Throws: ``ServiceProblem`` when it is refused.
    func enter<Content: RequestContent>(
        _ request: Request, _ context: ServiceRequestContext, as _: Content.Type,
        bodyLimit: Int? = nil, cost: (Content, Admission.Client) -> Int = { _, _ in 1 }
    ) async throws -> Entry<Content> {
        let share = bytes.share()
        let body: [UInt8]
        do {
            body = try await Self.body(
                request, upTo: bodyLimit ?? configuration.limits.body, share)
        } catch {
            // Its key may be in what was not read.
            try admission.count(request, context)
            throw error
        }
        let content: Content
        let key: String?
        do {
            content = try Content(request, body: body)
            key = Admission.key(request, try content.key)
        } catch {
            _ = try admission.admit(request, context, key: Admission.key(request, nil))
            throw error
        }
        let client = try admission.admit(request, context, key: key) { cost(content, $0) }
        return Entry(
            content: content, client: client, bytes: share, isShort: body.count <= Self.shortBytes)
    }

    /// The body of a request.
    ///
    /// - Parameters:
    ///   - limit: The most bytes.
    ///   - share: What they are counted in.
    /// - Throws: ``ServiceProblem`` when it is larger, there is no room for it, or it is not sent as
    ///   HTTP wants it.
    private static func body(
        _ request: Request, upTo limit: Int, _ share: ByteAccount.Share
    ) async throws -> [UInt8] {
        let tooLarge = ServiceProblem(
            .contentTooLarge, "The request has more than \(limit) bytes, which is the limit.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw tooLarge
        }
        do {
            var bytes: [UInt8] = []
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= limit else { throw tooLarge }
                try share.take(buffer.readableBytes)
                bytes += Array(buffer: buffer)
            }
            return bytes
        } catch is HTTPParserError {
            throw ServiceProblem.notUnderstood.closing()
        }
    }

    /// Runs what a request asks for, until it is done, the time is up or the client has gone.
    ///
    /// - Parameters:
    ///   - seconds: The time; nil for a translation's.
    ///   - isShort: Whether it is done in a moment, but for what it waits for: then it is done by the
    ///     thread of its connection.
    /// - Throws: ``ServiceProblem`` when the time is up; what `work` throws.
    func within<Result: Sendable>(
        seconds: Int? = nil, _ context: ServiceRequestContext, isShort: Bool = false,
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let loop = context.channel.eventLoop
        let executor = EventLoopExecutor(loop)
        let task = Task(executorPreference: isShort ? executor : nil) { try await work() }
        let isLate = Locked(false)
        let timer = loop.scheduleTask(
            in: .seconds(Int64(seconds ?? configuration.limits.deadline))
        ) {
            isLate.use { $0 = true }
            task.cancel()
        }
        let presence = await ClientPresence.of(context.channel)
        let ticket = presence?.whenGone { task.cancel() }
        defer {
            timer.cancel()
            ticket.map { presence?.forget($0) }
        }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw isLate.use({ $0 }) ? ServiceProblem.late : error
        }
    }
}
