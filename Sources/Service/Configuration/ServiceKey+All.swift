extension ServiceKey {
    /// Every key, in the order in which pages have them.
    package static let all: [ServiceKey] = models + network + limits + access + features + logging

    private static let models = [
        ServiceKey(
            "model", list: \.models, .model, in: .models,
            """
            A folder of a model, with the languages that it goes from and into where its files do \
            not say.
            """),
        ServiceKey(
            "glossary", list: \.glossaries, .glossary, in: .models,
            """
            A file of terms for every translation from a language into another, as `calque translate \
            --glossary` reads it. A request's own terms go before them.
            """),
        ServiceKey(
            "workers", \.workers, .whole(from: 1, to: 1024), standard: "one per core", in: .models,
            "Threads, each with its share of the work."),
        ServiceKey(
            "type", \.precision, .precision, in: .models, "Number type of the products."),
        ServiceKey(
            "memory-limit", \.memoryLimit, .limit, in: .models,
            """
            Bytes that the weights of loaded models may have in all; what was not used for the \
            longest time makes room.
            """),
        ServiceKey(
            "cache-size", \.cacheSize, .whole(from: 0), in: .models,
            "Bytes of sentences that are kept with their translations; 0 keeps none."),
    ]

    private static let network = [
        ServiceKey(
            "host", \.network.host, .text, in: .network,
            "The address to listen at; 0.0.0.0 or :: for all of this machine."),
        ServiceKey(
            "port", \.network.port, .whole(from: 0, to: 65535), in: .network,
            "The port to listen at; 0 for any that is free."),
        ServiceKey(
            "tls-certificate", \.network.certificate, .file, in: .network,
            "The certificate and those above it, in PEM: the service then speaks HTTPS."),
        ServiceKey(
            "tls-key", \.network.privateKey, .file, in: .network,
            "The certificate's private key, in PEM."),
        ServiceKey(
            "trusted-proxy", list: \.network.trustedProxies, .addresses, in: .network,
            "Whose X-Forwarded-For and X-Forwarded-Proto are believed."),
        ServiceKey(
            "allowed-origins", \.network.allowedOrigins, .text, in: .network,
            "The origin whose pages may use the service (CORS); * is any."),
        ServiceKey(
            "connections", \.network.connections, .whole(from: 1, to: 1 << 20), in: .network,
            "The most connections at a time; one more is answered with 503 and closed."),
        ServiceKey(
            "idle-timeout", \.network.idleTimeout, .whole(from: 1, to: 86_400), in: .network,
            "Seconds after which a connection is closed on which nothing moves."),
        ServiceKey(
            "header-timeout", \.network.headerTimeout, .whole(from: 1, to: 86_400), in: .network,
            "Seconds that the head of a request may take to come."),
        ServiceKey(
            "body-timeout", \.network.bodyTimeout, .whole(from: 1, to: 86_400), in: .network,
            "Seconds that the body of a request may take to come."),
        ServiceKey(
            "shutdown-time", \.network.shutdownTime, .whole(from: 1, to: 86_400), in: .network,
            "Seconds that requests have to finish when the service is to end."),
    ]

    private static let limits = [
        ServiceKey(
            "char-limit", \.limits.characters, .limit, in: .limits,
            "The most characters of a text."),
        ServiceKey(
            "batch-limit", \.limits.batch, .limit, in: .limits, "The most texts of a request."),
        ServiceKey(
            "alternatives-limit", \.limits.alternatives, .whole(from: 0, to: 100), in: .limits,
            "The most further translations of a text."),
        ServiceKey(
            "request-limit", \.limits.requests, .limit, in: .limits,
            """
            Requests in any minute by one key, or by one address without a key; every text of a \
            request counts.
            """),
        ServiceKey(
            "flood-limit", \.limits.flood, .limit, in: .limits,
            "After so many refusals in an hour a client is refused everything for the hour."),
        ServiceKey(
            "body-limit", \.limits.body, .whole(from: 1024, to: 1 << 30), in: .limits,
            "The most bytes of a request that is no document."),
        ServiceKey(
            "document-limit", \.limits.document, .whole(from: 1024, to: 1 << 31), in: .limits,
            "The most bytes of a document."),
        ServiceKey(
            "unpacked-limit", \.limits.unpackedDocument, .whole(from: 1024, to: 1 << 34),
            in: .limits, "The most bytes of a document once it is unpacked."),
        ServiceKey(
            "queue-limit", \.limits.queue, .whole(from: 1, to: 1 << 24), in: .limits,
            """
            The most sentences that wait, of one request at most 256; more are answered with 429.
            """),
        ServiceKey(
            "deadline", \.limits.deadline, .whole(from: 1, to: 86_400), in: .limits,
            "Seconds that a translation may take, waiting included."),
        ServiceKey(
            "document-deadline", \.limits.documentDeadline, .whole(from: 1, to: 86_400),
            in: .limits, "Seconds that a document may take."),
    ]

    private static let access = [
        ServiceKey(
            "api-keys", \.access.keys, .file, in: .access,
            "A file of keys: their names, the hashes of the keys, and their limits."),
        ServiceKey(
            "require-key", \.access.requiresKey, .truth, in: .access,
            "Whether requests without a key are refused."),
        ServiceKey(
            "key-link", \.access.keyLink, .text, in: .access,
            "Where people get a key: an address that refusals name."),
    ]

    private static let features = [
        ServiceKey(
            "suggestions", \.features.suggestions, .file, in: .features,
            "A file to which suggested translations are added, a JSON object a line."),
        ServiceKey(
            "metrics", \.features.hasMetrics, .truth, in: .features,
            "Whether /metrics answers, in Prometheus's form."),
        ServiceKey(
            "metrics-token", \.features.metricsToken, .text, in: .features,
            "What /metrics wants to be shown as a bearer token."),
        ServiceKey(
            "disable-files-translation", \.features.translatesFiles, .untruth, in: .features,
            "Whether documents are refused."),
        ServiceKey(
            "disable-web-ui", \.features.hasPage, .untruth, in: .features,
            "Whether there is no page at /."),
        ServiceKey(
            "frontend-timeout", \.features.frontendTimeout, .whole(from: 0, to: 60_000),
            in: .features, "Milliseconds that the page waits for more typing."),
    ]

    private static let logging = [
        ServiceKey(
            "log-level", \.logging.level, .word, in: .logging,
            "How much is logged; info has a line for every request."),
        ServiceKey(
            "log-form", \.logging.form, .word, in: .logging,
            "Lines of text, or a JSON object a line."),
    ]
}
