import Basics
import Foundation
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ServiceLifecycle
package import UnixSignals

/// The service: an engine behind HTTP, from its start to its orderly end.
package struct TranslationService {
    let state: ServiceState
    private let certificate: ServerCertificate?
    private let logger: Logger

    /// A service that an engine translates for.
    ///
    /// - Parameter now: Tells the time that limits are counted by.
    /// - Throws: `CalqueError` when a file that the configuration names cannot be used.
    package init(
        _ configuration: ServiceConfiguration, engine: any TranslationEngine,
        metrics: PrometheusRegistry = PrometheusRegistry(), logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        state = ServiceState(
            configuration: configuration, engine: engine,
            admission: try Admission(configuration, now: now), shelf: FileShelf(), metrics: metrics,
            requestMetrics: RequestMetrics(metrics),
            suggestions: try configuration.features.suggestions.map { try SuggestionFile($0) },
            bytes: ByteAccount(limit: ByteAccount.limit(configuration.limits)))
        let network = configuration.network
        if let certificate = network.certificate, let privateKey = network.privateKey {
            self.certificate = try ServerCertificate(certificate, privateKey)
        } else {
            certificate = nil
        }
        self.logger = logger
    }

    /// Serves until a signal ends it.
    ///
    /// - Parameters:
    ///   - configuration: What it is started with.
    ///   - onReady: Takes the service's address when it answers.
    /// - Throws: `CalqueError` when it cannot start.
    package static func run(
        _ configuration: ServiceConfiguration, onReady: @escaping @Sendable (String) -> Void
    ) async throws {
        // While models are loaded it would end the service.
        signal(SIGHUP, SIG_IGN)
        try configuration.validate()
        let metrics = PrometheusRegistry()
        let handler = ServiceLogHandler(configuration.logging)
        let logger = Logger(label: "calque") { _ in handler }
        OpenFiles.raiseLimit()
        let engine = try ServiceEngine(configuration, metrics: metrics, logger: logger)
        await engine.warmUp()
        let service = try TranslationService(
            configuration, engine: engine, metrics: metrics, logger: logger)
        try await service.run(signals: [.sigterm, .sigint], onReady: onReady)
    }

    /// Serves until a signal ends it, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - signals: Those that end it in order; with none, SIGHUP is not listened for either.
    ///   - onReady: Takes the service's address when it answers.
    /// - Throws: `CalqueError` when it cannot start.
    package func run(
        signals: [UnixSignal], onReady: @escaping @Sendable (String) -> Void
    ) async throws {
        do {
            try await group(signals: signals, onReady: onReady).run()
        } catch {
            throw startProblem(error)
        }
    }

    /// What runs together. The server ends first, then what it needs.
    ///
    /// - Parameters:
    ///   - signals: Those that end it in order; with none, SIGHUP is not listened for either.
    ///   - onReady: Takes the service's address when it answers.
    package func group(
        signals: [UnixSignal], onReady: @escaping @Sendable (String) -> Void
    ) -> ServiceGroup {
        let services: [any Service] =
            [state.shelf] + (signals.isEmpty ? [] : [reloading]) + [application(onReady)]
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(
            state.configuration.network.shutdownTime)
        return ServiceGroup(configuration: configuration)
    }

    /// What answers requests, by its routes.
    var router: ServiceRouter {
        let router = ServiceRouter(state)
        LibreTranslateRoutes.add(to: router, state)
        VersionOneRoutes(state: state).add(to: router)
        if state.configuration.features.hasPage { PageRoutes.add(to: router) }
        return router
    }

    /// Answers a request as the server would.
    package var respond:
        @Sendable (Request, ApplicationRequestContextSource) async throws -> Response
    {
        let responder = router.buildResponder()
        return { request, source in
            try await responder.respond(to: request, context: ServiceRequestContext(source: source))
        }
    }

    /// Every route, as method and path.
    package var routes: [(method: String, path: String)] {
        router.routes.map { ($0.method.rawValue, $0.path) }
    }

    private func application(
        _ onReady: @escaping @Sendable (String) -> Void
    ) -> Application<RouterResponder<ServiceRequestContext>> {
        let network = state.configuration.network
        let (configuration, certificate) = (state.configuration, certificate)
        let scheme = certificate == nil ? "http" : "https"
        return Application(
            responder: router.buildResponder(),
            server: HTTPServerBuilder { responder in
                GuardedChannel(configuration, certificate, responder)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(network.host, port: network.port), backlog: 1024),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? network.port
                let host = network.host.contains(":") ? "[\(network.host)]" : network.host
                onReady("\(scheme)://\(host):\(port)")
            },
            logger: logger)
    }

    private func startProblem(_ error: any Error) -> any Error {
        guard let error = error as? IOError else { return error }
        let network = state.configuration.network
        return CalqueError(
            """
            Cannot listen at \(network.host), port \(network.port): \
            \(String(cString: strerror(error.errnoCode))). Choose another port or address.
            """, kind: .system)
    }
}

// MARK: Reading again

extension TranslationService {
    /// Reads keys, certificate and models again whenever the signal SIGHUP comes.
    private var reloading: any Service {
        ReloadingService { [self] in await reload() }
    }

    /// Reads keys, certificate and models again. What cannot be read stays as it was.
    package func reload() async {
        logger.info("reading keys, certificate and models again")
        reload("keys") { try state.admission.reload() }
        reload("certificate") { try certificate?.reload() }
        await state.engine.reload()
    }

    private func reload(_ what: String, _ read: () throws -> Void) {
        do {
            try read()
        } catch {
            logger.error("\(what) not read again", metadata: ["error": "\(error.explanation)"])
        }
    }
}

/// Does something whenever the signal SIGHUP comes.
private struct ReloadingService: Service {
    let reload: @Sendable () async -> Void

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await reload()
        }
    }
}

/// How many files and connections this process may have.
private enum OpenFiles {
    /// Raises it as far as the system allows without asking.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
