import Hummingbird
import NIOCore

/// What is known of a request beside the request.
struct ServiceRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is at the other end of the connection.
    let remoteAddress: SocketAddress?
    /// The connection.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }
}
