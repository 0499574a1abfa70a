import Hummingbird

/// Decides who may ask, and how much.
final class Admission: Sendable {
    private let configuration: ServiceConfiguration
    private let keys = Locked(APIKeys())
    private let limiter = Locked(RequestLimiter())
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter now: Tells the time.
    /// - Throws: `CalqueError` when the file of keys cannot be read.
    init(
        _ configuration: ServiceConfiguration,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        self.configuration = configuration
        self.now = now
        try reload()
    }

    /// Reads the file of keys again.
    ///
    /// - Throws: `CalqueError` when it cannot be read; then the keys stay what they were.
    func reload() throws {
        guard let file = configuration.access.keys else { return }
        let read = try APIKeys(contentsOf: file)
        keys.use { $0 = read }
    }

    /// Somebody who may ask.
    struct Client: Sendable, Equatable {
        /// How limits and turns count it. It is never logged.
        let name: String
        /// Characters of a text; nil for no limit.
        let characters: Int?
    }

    /// Counts a request and says whose it is.
    ///
    /// - Parameters:
    ///   - key: The key that came with it; nil for none.
    ///   - cost: How many requests it counts as, once it is known who asks.
    /// - Throws: ``ServiceProblem`` when it is refused.
    func admit(
        _ request: Request, _ context: ServiceRequestContext, key: String?,
        cost: (Client) -> Int = { _ in 1 }
    ) throws(ServiceProblem) -> Client {
        let holder = key.flatMap(holder)
        let client = client(holder, request, context)
        if let limit = holder?.requests ?? configuration.limits.requests {
            try count(client, cost(client), limit)
        }
        guard configuration.access.keys != nil else { return client }
        if key != nil, holder == nil { throw ServiceProblem(.forbidden, "Invalid API key") }
        if configuration.access.requiresKey, holder == nil { throw missingKey }
        return client
    }

    /// Counts a request that needs no key, by the key or the address that it comes from.
    ///
    /// - Throws: ``ServiceProblem`` when there were too many.
    func count(_ request: Request, _ context: ServiceRequestContext) throws(ServiceProblem) {
        let holder = Self.key(request, nil).flatMap(holder)
        guard let limit = holder?.requests ?? configuration.limits.requests else { return }
        try count(client(holder, request, context), 1, limit)
    }

    private func holder(of key: String) -> APIKeys.Holder? { keys.use { $0 }.holder(of: key) }

    private func client(
        _ holder: APIKeys.Holder?, _ request: Request, _ context: ServiceRequestContext
    ) -> Client {
        let characters = holder?.characters ?? configuration.limits.characters
        if let holder { return Client(name: "key \(holder.name)", characters: characters) }
        let address = clientAddress(request, context)?.household ?? "unknown"
        return Client(name: "address \(address)", characters: characters)
    }

    private func count(_ client: Client, _ cost: Int, _ limit: Int) throws(ServiceProblem) {
        let flood = configuration.limits.flood
        let refusal = limiter.use { limiter in
            limiter.refusal(client.name, cost: cost, limit: limit, flood: flood, now: now())
        }
        switch refusal {
        case nil: return
        case .flood?:
            throw ServiceProblem(.forbidden, "Too many request limits violations")
        case .tooMuch(let seconds)?:
            throw ServiceProblem(
                .tooManyRequests, "Slowdown: \(limit) per 1 minute", retryAfter: seconds)
        }
    }

    private var missingKey: ServiceProblem {
        let link = configuration.access.keyLink
        return ServiceProblem(
            .badRequest,
            link.map { "Visit \($0) to get an API key" }
                ?? "Please contact the server operator to get an API key")
    }

    /// The key that a request shows, as a parameter or in its header; nil where there is none.
    static func key(_ request: Request, _ parameter: String?) -> String? {
        if let parameter, !parameter.isEmpty { return parameter }
        guard let header = request.headers[.authorization] else { return nil }
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }
}

// MARK: Who is behind a proxy

extension Admission {
    /// Who asks: the other end of the connection, or of a proxy that is trusted the last of those it
    /// names that is not trusted itself.
    private func clientAddress(_ request: Request, _ context: ServiceRequestContext) -> IPAddress? {
        guard let peer = context.remoteAddress.flatMap(IPAddress.init) else { return nil }
        guard isTrusted(peer) else { return peer }
        let named = request.headers[values: .xForwardedFor]
            .flatMap { $0.split(separator: ",") }
        var client = peer
        for text in named.reversed() {
            let words = text.split(separator: " ")
            guard words.count == 1, let address = IPAddress(parsing: words[0]) else { break }
            client = address
            guard isTrusted(address) else { break }
        }
        return client
    }

    private func isTrusted(_ address: IPAddress) -> Bool {
        configuration.network.trustedProxies.contains { $0.contains(address) }
    }

    /// Where this service is, as its clients see it: `https://translate.example.org`.
    func origin(_ request: Request, _ context: ServiceRequestContext) -> String {
        let peer = context.remoteAddress.flatMap(IPAddress.init)
        var isSecure = configuration.network.certificate != nil
        if let peer, isTrusted(peer), let scheme = request.headers[.xForwardedProto] {
            isSecure = scheme.lowercased() == "https"
        }
        let host = request.head.authority ?? ""
        let isPlain = host.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789.:-[]_".utf8.contains(byte))
        }
        let fallback = "\(configuration.network.host):\(configuration.network.port)"
        let name = isPlain && !host.isEmpty && host.utf8.count <= 255 ? host : fallback
        return "\(isSecure ? "https" : "http")://\(name)"
    }
}
