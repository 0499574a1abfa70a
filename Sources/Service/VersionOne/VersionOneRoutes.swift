import Basics
import CalqueKit
import Foundation
import HTTPTypes
package import Hummingbird
import Logging

/// The routes beyond LibreTranslate's: under `/v1`, and `/ready`.
package struct VersionOneRoutes: Sendable {
    typealias Handler = @Sendable (Request, ServiceRequestContext) async throws -> Response

    /// A route.
    struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let handler: Handler
    }

    /// What every request goes through: who may ask, and for how long.
    struct Gate: Sendable {
        /// Counts a request and says whose it is, and how many characters it may have.
        var admit:
            @Sendable (
                _ request: Request, _ context: ServiceRequestContext, _ key: String?, _ cost: Int
            ) async throws -> (client: String, characters: Int?)
        /// Runs a request until it is done, the time is up or the client has gone.
        var run:
            @Sendable (
                _ context: ServiceRequestContext,
                _ work: @escaping @Sendable () async throws -> Response
            ) async throws -> Response
        /// Counts the bodies of all requests.
        var bytes: ByteAccount

        /// Lets everybody ask.
        static func open(characters: Int?) -> Gate {
            Gate(
                admit: { _, context, _, _ in (context.client, characters) },
                run: { _, work in try await work() }, bytes: ByteAccount(limit: .max))
        }
    }

    let engine: any VersionOneEngine
    let limits: ServiceLimits
    let gate: Gate

    /// Routes that ask an engine.
    ///
    /// - Parameters:
    ///   - limits: What a request may be.
    ///   - gate: What every request goes through; nil for nothing.
    init(engine: any VersionOneEngine, limits: ServiceLimits = .init(), gate: Gate?) {
        self.engine = engine
        self.limits = limits
        self.gate = gate ?? .open(characters: limits.characters)
    }

    /// Routes that everybody may ask.
    package init(engine: any VersionOneEngine, limits: ServiceLimits = .init()) {
        self.init(engine: engine, limits: limits, gate: nil)
    }

    /// Answers requests by these routes alone.
    package var respond:
        @Sendable (Request, ApplicationRequestContextSource) async throws -> Response
    {
        let router = Router(context: ServiceRequestContext.self)
        add(to: router)
        let responder = router.buildResponder()
        return { request, source in
            do {
                return try await responder.respond(
                    to: request, context: ServiceRequestContext(source: source))
            } catch let problem as ServiceProblem {
                return problem.response
            }
        }
    }

    /// The method and path of every route.
    package var operations: [(method: String, path: String)] {
        routes.map { ($0.method.rawValue, $0.path) }
    }

    /// Every route.
    var routes: [Route] {
        [
            Route(method: .post, path: "/v1/translate", handler: guarded(translate)),
            Route(method: .post, path: "/v1/continuations", handler: guarded(continuations)),
            Route(method: .post, path: "/v1/attention", handler: guarded(attention)),
            Route(method: .get, path: "/v1/inspect", handler: guarded(inspect)),
            Route(method: .post, path: "/v1/detect", handler: guarded(detect)),
            Route(method: .get, path: "/v1/languages", handler: guarded(languages)),
            Route(method: .get, path: "/v1/models", handler: guarded(models)),
            Route(method: .get, path: "/ready", handler: guarded(ready)),
        ]
    }

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        for route in routes {
            router.on(RouterPath(route.path), method: route.method, use: route.handler)
        }
    }

    private func guarded(_ handler: @escaping Handler) -> Handler {
        { request, context in
            do {
                return try await handler(request, context)
            } catch let error as CancellationError {
                throw error
            } catch {
                throw Self.problem(error) ?? error
            }
        }
    }
}

// MARK: Translations

extension VersionOneRoutes {
    private func translate(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let body = try await body(request, context)
        let cost = max(1, body["texts"]?.count ?? body["segments"]?.count ?? 1)
        let (client, characters) = try await gate.admit(request, context, try body.key, cost)
        var wanted = try VersionOneTranslation(body, limits, characters: characters)
        wanted.request.client = client
        if Self.wantsEvents(request) {
            return try await stream(wanted, context)
        }
        return try await gate.run(context) { [wanted] in try await answer(wanted) }
    }

    /// Whether a client takes events, as Accept says.
    private static func wantsEvents(_ request: Request) -> Bool {
        let types = (request.headers[.accept] ?? "").split(separator: ",")
        return types.map { HeaderValue(parsing: String($0)) }.contains {
            $0.value == "text/event-stream" && Double($0.parameters["q"] ?? "") != 0
        }
    }

    private func answer(_ wanted: VersionOneTranslation) async throws -> Response {
        let answer = try await engine.translate(
            wanted.request, contents: wanted.contents, options: wanted.options)
        let translations = answer.translations.map { JSONValue.object(wanted.json($0)) }
        return Response(.object(answer.summary + [("translations", .array(translations))]))
    }

    /// An event for every text as soon as it is translated, and one at the end.
    private func stream(
        _ wanted: VersionOneTranslation, _ context: ServiceRequestContext
    ) async throws -> Response {
        try await EventStream.response(problem: Self.sentence) { send in
            var request = wanted.request
            request.onTranslation = { place, translation in
                send(
                    .init(
                        name: "translation",
                        data: .object([("index", .integer(place))] + wanted.json(translation))))
            }
            // Here and not around the answer, which begins with the first event.
            _ = try await gate.run(context) { [request] in
                let answer = try await engine.translate(
                    request, contents: wanted.contents, options: wanted.options)
                send(.init(name: "done", data: .object(answer.summary)))
                return Response(status: .ok)
            }
        }
    }

    private func continuations(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let body = try await body(request, context)
        let (client, characters) = try await gate.admit(request, context, try body.key, 1)
        let json = try StrictJSON(
            body, "The request", fields: ["text", "source", "target", "after", "count", "api_key"])
        var wanted = EngineRequest(
            texts: [try text(json, characters)], source: try json.source(),
            target: try json.required("target"))
        wanted.client = client
        let after = try json.text("after") ?? ""
        let count = try json.integer("count", in: 1...limits.beam, default: 5)
        return try await gate.run(context) { [wanted] in
            let found = try await engine.continuations(of: wanted, after: after, count: count)
            return Response(
                .object([
                    (
                        "continuations",
                        .array(
                            found.map {
                                .object([
                                    ("word", .string($0.word)), ("text", .string($0.text)),
                                    ("score", .number($0.score)),
                                ])
                            })
                    )
                ]))
        }
    }

    private func attention(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let body = try await body(request, context)
        let (_, characters) = try await gate.admit(request, context, try body.key, 1)
        let json = try StrictJSON(
            body, "The request", fields: ["text", "translation", "source", "target", "api_key"])
        let text = try text(json, characters)
        let translation = try json.text("translation")
        let (source, target) = (try json.required("source"), try json.required("target"))
        return try await gate.run(context) {
            let map = try await engine.attention(
                of: text, to: translation, from: source, into: target)
            return Response(
                .object([
                    ("source", .array(map.sourcePieces.map { .string($0) })),
                    ("target", .array(map.targetPieces.map { .string($0) })),
                    (
                        "weights",
                        .array(map.weights.map { .array($0.map { .number(Double($0)) }) })
                    ),
                ]))
        }
    }

    private func detect(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let body = try await body(request, context)
        let (_, characters) = try await gate.admit(request, context, try body.key, 1)
        let json = try StrictJSON(body, "The request", fields: ["texts", "api_key"])
        guard let texts = try json.texts("texts"), !texts.isEmpty else {
            throw json.missing("texts")
        }
        if let limit = limits.texts, texts.count > limit {
            throw StrictJSON.problem(
                "The request has \(texts.count) texts. Allowed are \(limit).")
        }
        for text in texts { try check(text, characters) }
        return try await gate.run(context) {
            var detections: [JSONValue] = []
            for text in texts {
                try Task.checkCancellation()
                detections.append(.array(await engine.detect(text).map(\.object)))
            }
            return Response(.object([("detections", .array(detections))]))
        }
    }
}

// MARK: What there is

extension VersionOneRoutes {
    private func languages(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let languages = await engine.languages().map { language in
            JSONValue.object([
                ("code", .string(language.code)), ("name", .string(language.name)),
                (
                    "targets",
                    .array(
                        language.targets.map { target in
                            .object([
                                ("code", .string(target.code)),
                                ("via", target.via.map { .string($0) } ?? .null),
                            ])
                        })
                ),
            ])
        }
        return Response(.object([("languages", .array(languages))]))
    }

    private func models(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let models = await engine.models().map { model in
            JSONValue.object([
                ("name", .string(model.name)),
                (
                    "pairs",
                    .array(
                        model.pairs.map {
                            .object([
                                ("source", .string($0.source)), ("target", .string($0.target)),
                            ])
                        })
                ), ("loaded", .truth(model.isLoaded)),
            ])
        }
        return Response(.object([("models", .array(models))]))
    }

    private func ready(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        guard await engine.isReady else {
            throw ServiceProblem(.serviceUnavailable, "No model can be used yet.", retryAfter: 1)
        }
        return Response(.object([("status", .string("ready"))]))
    }
}

// MARK: Reading requests

extension VersionOneRoutes {
    /// Reads a body. What cannot be read counts as a request, too.
    private func body(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> JSONValue {
        do {
            return try await Self.body(request, upTo: limits.body, gate.bytes.share())
        } catch {
            _ = try await gate.admit(request, context, nil, 1)
            throw error
        }
    }

    private static func body(
        _ request: Request, upTo limit: Int, _ share: ByteAccount.Share
    ) async throws -> JSONValue {
        guard HeaderValue(parsing: request.headers[.contentType] ?? "").value == "application/json"
        else {
            throw ServiceProblem(
                .unsupportedMediaType, "The request is not JSON. Send it as application/json.")
        }
        let bytes = try await ServiceState.body(request, upTo: limit, share)
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw StrictJSON.problem("The request is not JSON.")
        }
    }

    private func text(_ json: StrictJSON, _ characters: Int?) throws -> String {
        let text = try json.required("text")
        try check(text, characters)
        return text
    }

    func check(_ text: String, _ characters: Int?) throws {
        let count = text.unicodeScalars.count
        guard let characters, count > characters else { return }
        throw StrictJSON.problem(
            "The request has \(count) characters. Allowed are \(characters).")
    }
}

extension VersionOneTranslation {
    /// What became of a text, in the form that was asked for.
    fileprivate func json(_ translation: EngineTranslation) -> [(name: String, value: JSONValue)] {
        translation.json(alignment: request.wantsAlignment, codes: contents != nil)
    }
}

extension JSONValue {
    /// The key that came with a request; nil for none.
    fileprivate var key: String? {
        get throws {
            switch self["api_key"] {
            case nil, .null?: nil
            case .string(let key)?: key
            case _?: throw StrictJSON.problem("The request: api_key is not a text.")
            }
        }
    }

    fileprivate var count: Int? {
        if case .array(let values) = self { values.count } else { nil }
    }
}

// MARK: Problems

extension VersionOneRoutes {
    /// What is said of an error in the middle of an answer.
    @Sendable private static func sentence(_ error: any Error) -> ServiceProblem {
        problem(error) ?? ServiceProblem(.internalServerError, "The request failed.")
    }

    /// What is said of an error; nil for one that nobody expects, which the shell logs.
    private static func problem(_ error: any Error) -> ServiceProblem? {
        switch error {
        case let problem as ServiceProblem: problem
        case let problem as EngineProblem: self.problem(problem)
        case let error as CalqueError: ServiceProblem(.badRequest, error.message)
        default: nil
        }
    }

    private static func problem(_ problem: EngineProblem) -> ServiceProblem {
        switch problem {
        case .unknownLanguage(let code): ServiceProblem(.badRequest, "\(code) is not supported")
        case .noPair(let source, let target):
            ServiceProblem(.badRequest, "No model translates from \(source) into \(target).")
        case .busy(let seconds):
            ServiceProblem(
                .tooManyRequests, "Slowdown: too much waits. Try again in \(seconds) s.",
                retryAfter: seconds)
        case .late: ServiceProblem(.gatewayTimeout, "The translation took too long.")
        case .broken: ServiceProblem(.serviceUnavailable, "The model cannot be used.")
        }
    }
}
