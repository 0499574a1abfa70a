import Hummingbird
import NIOCore

/// What is known of a request beside the request.
struct ServiceRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is at the other end of the connection.
    let remoteAddress: SocketAddress?
    /// The connection.
    let channel: any Channel
    /// Who asks, as limits and turns count it: a key's name or an address. It is never logged.
    var client = ""

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }

    /// What tells the request from others in logs.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }
}
