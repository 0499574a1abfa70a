import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOSSL

/// The connections of a service: HTTP, over TLS where there is a certificate, with guards before it.
struct GuardedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let responder: HTTPChannelHandler.Responder
    private let network: ServiceConfiguration.Network
    private let settings: GuardSettings
    private let certificate: ServerCertificate?
    private let count = Locked(0)

    init(
        _ configuration: ServiceConfiguration, _ certificate: ServerCertificate?,
        _ responder: @escaping HTTPChannelHandler.Responder
    ) {
        let network = configuration.network
        self.network = network
        self.certificate = certificate
        self.responder = responder
        settings = GuardSettings(
            headerTimeout: .seconds(Int64(network.headerTimeout)),
            bodyTimeout: .seconds(Int64(network.bodyTimeout)),
            idleTimeout: .seconds(Int64(network.idleTimeout)),
            bodyLimit: max(configuration.limits.body, configuration.limits.document))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let number = count.use { count in
            count += 1
            return count
        }
        channel.closeFuture.whenComplete { [count] _ in count.use { $0 -= 1 } }
        // So many are told why; what comes then is closed without a word.
        guard number <= network.connections + Self.refusalRoom else {
            return channel.close().flatMapThrowing { throw ServiceProblem.tooManyConnections }
        }
        let timing = NIOLoopBound(RequestTiming(), eventLoop: channel.eventLoop)
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let certificate { try pipeline.addHandler(certificate.makeHandler()) }
            try pipeline.addHandler(
                ConnectionGuard(
                    settings, timing.value, refusesAll: number > network.connections))
        }.flatMap {
            http(timing).setup(channel: channel, logger: logger)
        }
    }

    private static let refusalRoom = 256

    private func http(_ timing: NIOLoopBound<RequestTiming>) -> HTTP1Channel {
        HTTP1Channel(
            responder: responder,
            configuration: .init(
                additionalChannelHandlers: [RequestGuard(settings, timing.value)],
                idleTimeout: settings.idleTimeout,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10,
                    maxHeaderFieldCount: 100)))
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await HTTP1Channel(responder: responder).handle(value: value, logger: logger)
        }
    }
}
