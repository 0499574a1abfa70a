import Basics
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
import Text

/// What is around every route: it makes answers of errors, adds the headers that all answers have,
/// counts, and logs.
struct ServiceShell: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let state: ServiceState
    let table: RouteTable

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let watch = RequestWatch(state.requestMetrics, context)
        var response = await answer(request, context, next)
        addHeaders(&response, context)
        let answered = response
        guard response.headers[.contentType] == "text/event-stream" else {
            watch.finish(request, answered)
            return response
        }
        // A stream is done when it is sent, or nobody reads it.
        let ending = Ending { watch.finish(request, answered) }
        response.body = ResponseBody { writer in
            _ = ending
            try await answered.body.write(writer)
        }
        return response
    }

    private func answer(
        _ request: Request, _ context: Context,
        _ next: (Request, Context) async throws -> Response
    ) async -> Response {
        do {
            if request.method == .options {
                return Response(status: .ok, headers: [.allow: try allowedMethods(request)])
            }
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return unrouted(request)
        } catch {
            return ServiceProblem(error, context.logger).response
        }
    }

    private func unrouted(_ request: Request) -> Response {
        do {
            let names = try allowedMethods(request)
            var response = ServiceProblem(
                .methodNotAllowed, "This address takes \(names), and no other method."
            ).response
            response.headers[.allow] = names
            return response
        } catch {
            return error.response
        }
    }

    /// The methods that a request's path has, as Allow names them.
    private func allowedMethods(_ request: Request) throws(ServiceProblem) -> String {
        let methods = table.methods(of: request.uri.path)
        guard !methods.isEmpty else {
            throw ServiceProblem(.notFound, "There is nothing at this address.")
        }
        return methods.map(\.rawValue).joined(separator: ", ")
    }

    private func addHeaders(_ response: inout Response, _ context: Context) {
        let origin = state.configuration.network.allowedOrigins
        response.headers[.accessControlAllowOrigin] = origin
        if origin != "*" { response.headers[.vary] = "Origin" }
        response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type"
        response.headers[.accessControlAllowMethods] = "GET, POST"
        response.headers[.accessControlAllowCredentials] = "true"
        response.headers[.accessControlMaxAge] = "1728000"
        response.headers[.accessControlExposeHeaders] = "Retry-After, X-Request-ID"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] =
                "default-src 'none'; frame-ancestors 'none'"
        }
        response.headers[.requestID] = context.id
        // Clients then open no further request on a connection that is about to close.
        if Task.isShuttingDownGracefully { response.headers[.connection] = "close" }
    }
}

/// Does something when the last lets go of it.
private final class Ending: Sendable {
    private let action: @Sendable () -> Void
    init(_ action: @escaping @Sendable () -> Void) { self.action = action }
    deinit { action() }
}

extension ServiceProblem {
    /// What a client is told of any error. What it is not told is logged.
    init(_ error: any Error, _ logger: Logger) {
        switch error {
        case let problem as ServiceProblem: self = problem
        case let problem as EngineProblem: self.init(problem, logger)
        case let error as CalqueError
        where [.input, .configuration, .unsupported].contains(error.kind):
            self.init(.badRequest, error.message)
        case is CancellationError:
            self.init(.serviceUnavailable, "The request was ended before it was done.")
        case let error as HTTPError where error.status.code < 500:
            self.init(error.status, error.body ?? error.status.reasonPhrase)
        default:
            logger.error(
                "A request failed.",
                metadata: [
                    "error.type": "\(type(of: error))", "error": "\(error.explanation.prefix(500))",
                ])
            self.init(.internalServerError, "The server failed. Its log says why.")
        }
    }

    private init(_ problem: EngineProblem, _ logger: Logger) {
        switch problem {
        case .unknownLanguage(let code): self = .unknownLanguage(code)
        case .noPair(let source, let target): self = .noPair(source, target)
        case .busy(let seconds):
            self.init(
                .tooManyRequests, "Slowdown: too many texts wait to be translated",
                retryAfter: seconds)
        case .broken(let sentence):
            logger.error("A model failed.", metadata: ["error": "\(sentence)"])
            self.init(
                .serviceUnavailable, "The model cannot be used. The server's log says why.")
        }
    }

    /// There is no such language.
    static func unknownLanguage(_ code: String) -> ServiceProblem {
        ServiceProblem(.badRequest, "\(code) is not supported")
    }

    /// There is no way from a language to another.
    static func noPair(_ source: String, _ target: String) -> ServiceProblem {
        func named(_ code: String) -> String { "\(LanguageCode.englishName(of: code)) (\(code))" }
        return ServiceProblem(
            .badRequest,
            "\(named(target)) is not available as a target language from \(named(source))")
    }

    /// A translation took too long.
    static let late = ServiceProblem(
        .gatewayTimeout, "The translation took too long. Try again later, or with less text.")
}
