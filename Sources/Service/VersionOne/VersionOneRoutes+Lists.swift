import HTTPTypes
import Hummingbird

/// Which languages and models there are, and which language a text is in.
extension VersionOneRoutes {
    /// `POST /v1/detect`.
    func detect(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let entry = try await state.enter(request, context, as: JSONBody.self)
        let json = try entry.content.members("texts")
        guard let texts = try json.texts("texts"), !texts.isEmpty else {
            throw json.missing("texts")
        }
        try state.configuration.limits.check(texts: texts.count)
        for text in texts { try entry.client.check(characters: text.unicodeScalars.count) }
        return try await state.within(context) {
            var detections: [JSONValue] = []
            for text in texts {
                try Task.checkCancellation()
                detections.append(.array(await state.engine.detect(text).map(\.object)))
            }
            return Response(.object([("detections", .array(detections))]))
        }
    }

    /// `GET /v1/languages`.
    func languages(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let languages = await state.engine.languages().map(\.json)
        return Response(.object([("languages", .array(languages))]))
    }

    /// `GET /v1/models`.
    func models(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let models = await state.engine.models().map(\.json)
        return Response(.object([("models", .array(models))]))
    }

    /// `GET /ready`.
    func ready(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        guard await state.engine.isReady else {
            throw ServiceProblem(.serviceUnavailable, "No model can be used yet.", retryAfter: 1)
        }
        return Response(.object([("status", .string("ready"))]))
    }
}

extension ServedLanguage {
    fileprivate var json: JSONValue {
        .object([
            ("code", .string(code)), ("name", .string(name)),
            ("targets", .array(targets.map(\.json))),
        ])
    }
}

extension ServedLanguage.Target {
    fileprivate var json: JSONValue {
        .object([("code", .string(code)), ("via", .optional(via))])
    }
}

extension EngineModel {
    fileprivate var json: JSONValue {
        let pairs = pairs.map { pair in
            JSONValue.object([
                ("source", .string(pair.source)), ("target", .string(pair.target)),
            ])
        }
        return .object([
            ("name", .string(name)), ("pairs", .array(pairs)), ("loaded", .truth(isLoaded)),
        ])
    }
}
