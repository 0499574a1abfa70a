package import Foundation
package import Logging
package import Tensors

/// What a service is started with: what it translates with, where it listens, and what it allows.
///
/// ``ServiceKey/all`` is the table of what can be set.
package struct ServiceConfiguration: Sendable {
    /// Where models are and how they run.
    package var models: [ServedModel] = []
    /// The terms whose translations are asked for.
    package var glossaries: [ServedGlossary] = []
    package var workers = WorkerPool.coreCount
    /// nil for the fastest that suits each model.
    package var precision: Precision?
    /// Bytes that the weights of loaded models may have in all; nil for no limit.
    package var memoryLimit: Int?
    /// Bytes of sentences and translations that are kept; 0 for none.
    package var cacheSize = 64 << 20

    package var network = Network()
    package var limits = Limits()
    package var access = Access()
    package var features = Features()
    package var logging = Logging()

    /// A service on this machine's own address, which has no models yet.
    package init() {}

    /// Where it listens, and to whom.
    package struct Network: Sendable {
        package var host = "127.0.0.1"
        package var port = 5000
        package var certificate: URL?
        package var privateKey: URL?
        /// Those that may say for whom they ask.
        package var trustedProxies: [AddressRange] = []
        /// Whose pages may ask.
        package var allowedOrigins = "*"
        package var connections = 1024
        /// Seconds that a connection may do nothing.
        package var idleTimeout = 60
        /// Seconds that the head of a request may take.
        package var headerTimeout = 10
        /// Seconds that the body of a request may take.
        package var bodyTimeout = 60
        /// Seconds that what runs has, when the service is to end.
        package var shutdownTime = 30
    }

    /// What a request may be. Where 0 is said to be none, it is nil.
    package struct Limits: Sendable {
        package var characters: Int?
        package var batch: Int?
        package var alternatives = 10
        /// Requests in a minute, by key or address.
        package var requests: Int?
        /// After how many refusals in an hour a client is refused everything.
        package var flood: Int?
        /// Bytes of a body that is no document.
        package var body = 2 << 20
        package var document = 32 << 20
        package var unpackedDocument = 256 << 20
        /// Sentences that may wait.
        package var queue = 10_000
        /// Seconds that a translation may take.
        package var deadline = 120
        package var documentDeadline = 1800
    }

    /// Who may ask.
    package struct Access: Sendable {
        package var keys: URL?
        package var requiresKey = false
        /// Where people get a key.
        package var keyLink: String?
    }

    /// What there is beside translation.
    package struct Features: Sendable {
        /// Where suggested translations are kept.
        package var suggestions: URL?
        package var hasMetrics = true
        package var metricsToken: String?
        package var translatesFiles = true
        package var hasPage = true
        /// Milliseconds that the page waits for more typing.
        package var frontendTimeout = 500
    }

    /// What is logged.
    package struct Logging: Sendable {
        package enum Form: String, CaseIterable {
            case text, json
        }

        package var level = Logger.Level.info
        package var form = Form.text

        /// What is logged unless something else is said.
        package init() {}
    }
}
