import NIOCore

/// Stands at the beginning of every connection: refuses one too many, and closes those whose request
/// does not begin in time.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let settings: GuardSettings
    private let timing: RequestTiming
    private let refusesAll: Bool
    private var isClosing = false

    /// - Parameter refusesAll: Whether this connection is one too many.
    init(_ settings: GuardSettings, _ timing: RequestTiming, refusesAll: Bool) {
        self.settings = settings
        self.timing = timing
        self.refusesAll = refusesAll
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard refusesAll, !isClosing else { return }
        refuse(context, .tooManyConnections)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        if timing.phase == .idle {
            timing.phase = .head
            let loop = context.eventLoop.assumeIsolated()
            timing.timer = loop.scheduleTask(in: settings.headerTimeout) { [self] in
                if timing.phase == .head { refuse(context, .headTooSlow) }
            }
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timing.timer?.cancel()
        context.fireChannelInactive()
    }

    private func refuse(_ context: ChannelHandlerContext, _ problem: ServiceProblem) {
        isClosing = true
        let buffer = context.channel.allocator.buffer(string: problem.wholeAnswer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        // Closed at once, what the client still sends would take the answer away from it.
        context.eventLoop.assumeIsolated().scheduleTask(in: GuardSettings.linger) {
            context.close(promise: nil)
        }
    }
}

/// What guards of all connections go by.
struct GuardSettings: Sendable {
    /// How long a connection stays open after a last answer that the client may not have read.
    static let linger = TimeAmount.seconds(1)

    let headerTimeout: TimeAmount
    let bodyTimeout: TimeAmount
    let idleTimeout: TimeAmount
    /// The largest body for which a client that asks first is told to go on.
    let bodyLimit: Int
}

/// Where a connection is with its request. Used on its event loop only.
final class RequestTiming {
    enum Phase {
        case idle, head, body, answer
    }

    var phase = Phase.idle
    /// Ends a phase that takes too long.
    var timer: Scheduled<Void>?
}

extension ServiceProblem {
    static let tooManyConnections = ServiceProblem(
        .serviceUnavailable, "The server has too many connections. Try again later.",
        retryAfter: 1)
    static let headTooSlow = ServiceProblem(
        .requestTimeout, "The request did not come in time.")
    static let bodyTooSlow = ServiceProblem(
        .requestTimeout, "The body of the request did not come in time.")
    static let headTooLarge = ServiceProblem(
        .requestHeaderFieldsTooLarge, "The head of the request is too large.")

    /// The answer as it goes over a connection that is closed after it.
    var wholeAnswer: String {
        let fields = closing().response.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        return "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n\(fields)\r\n\(json.body)"
    }
}
