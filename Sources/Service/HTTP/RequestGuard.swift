import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches the requests of a connection and their answers: bodies that come too slowly, requests that
/// are none, clients that leave, answers that nobody reads, and answers after which a connection ends.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    let presence = ClientPresence()
    private let settings: GuardSettings
    private let timing: RequestTiming
    /// Requests that are not wholly answered.
    private var openRequests = 0
    private var closesAfterAnswer = false
    private var hasBegunAnswer = false
    private var isClosing = false
    private var stall: Scheduled<Void>?
    /// The end of the answer that is on its way.
    private var lastWrite: EventLoopFuture<Void>?

    init(_ settings: GuardSettings, _ timing: RequestTiming) {
        self.settings = settings
        self.timing = timing
    }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body: break
        case .end:
            timing.timer?.cancel()
            timing.phase = .answer
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // What is not read any more would else fill the way and hold up the end.
        if isClosing { context.read() }
        context.fireChannelReadComplete()
    }

    private func begin(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        timing.timer?.cancel()
        timing.phase = .body
        openRequests += 1
        timing.timer = context.eventLoop.assumeIsolated().scheduleTask(in: settings.bodyTimeout) {
            [self] in
            guard timing.phase == .body else { return }
            context.fireErrorCaught(ServiceProblem.bodyTooSlow)
        }
        let length = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
        let asks = head.headerFields[.expect]?.lowercased() == "100-continue"
        if asks, openRequests == 1, length <= settings.bodyLimit {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, openRequests == 0, !isClosing else {
            return context.fireErrorCaught(error)
        }
        timing.timer?.cancel()
        answer(error == .headerOverflow ? .headTooLarge : .notUnderstood, context)
    }

    private func answer(_ problem: ServiceProblem, _ context: ChannelHandlerContext) {
        let body = ByteBuffer(string: problem.json.body)
        context.write(wrapOutboundOut(.head(problem.closing().response.head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            closesAfterAnswer = head.headerFields[.connection]?.lowercased() == "close"
            hasBegunAnswer = true
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            openRequests -= 1
            hasBegunAnswer = false
            if openRequests == 0, timing.phase == .answer { timing.phase = .idle }
            let written = promise ?? context.eventLoop.makePromise()
            lastWrite = written.futureResult
            guard closesAfterAnswer else { return context.write(data, promise: written) }
            context.writeAndFlush(data, promise: written)
            linger(context)
        }
    }

    /// Closes once the client may have read its answer: closed at once, what it still sends would take
    /// the answer away from it.
    private func linger(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        let isWhole = timing.phase == .answer || timing.phase == .idle
        isClosing = true
        timing.phase = .answer
        timing.timer?.cancel()
        if isWhole {
            close(context: context, mode: .all, promise: nil)
        } else {
            context.eventLoop.assumeIsolated().scheduleTask(in: GuardSettings.linger) { [self] in
                close(context: context, mode: .all, promise: nil)
            }
            context.read()
        }
    }

    /// Closes when the answer is wholly sent: what still waits to be sent would else be lost, as when
    /// the service ends and a client reads a long answer slowly.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard let lastWrite, mode != .input else {
            return context.close(mode: mode, promise: promise)
        }
        lastWrite.assumeIsolated().whenComplete { _ in
            context.close(mode: mode, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        if !context.channel.isWritable { watchStall(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Closes when nothing at all could be sent for a while, however much there is to send.
    private func watchStall(_ context: ChannelHandlerContext) {
        let before = Self.waitingBytes(context)
        stall = context.eventLoop.assumeIsolated().scheduleTask(in: settings.idleTimeout) {
            [self] in
            guard Self.waitingBytes(context) < before else { return context.close(promise: nil) }
            watchStall(context)
        }
    }

    private static func waitingBytes(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    // MARK: The end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { inputClosed(context) }
        context.fireUserInboundEventTriggered(event)
    }

    /// A client that sends no more may have gone, or may wait for its answer. Who has gone refuses an
    /// interim answer, which ends the connection; clients of HTTP/1.0 know none.
    private func inputClosed(_ context: ChannelHandlerContext) {
        guard openRequests > 0, timing.phase == .answer else { return presence.leave() }
        if openRequests == 1, !hasBegunAnswer {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timing.timer?.cancel()
        stall?.cancel()
        presence.leave()
        context.fireChannelInactive()
    }
}
