import HTTPTypes
import Hummingbird

/// What a model does.
extension VersionOneRoutes {
    /// `POST /v1/attention`.
    func attention(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let entry = try await state.enter(request, context, as: JSONBody.self)
        let json = try entry.content.members("text", "translation", "source", "target")
        let text = try json.required("text")
        try entry.client.check(characters: text.unicodeScalars.count)
        let translation = try json.text("translation")
        let (source, target) = (try json.required("source"), try json.required("target"))
        return try await state.within(context) {
            let map = try await state.engine.attention(
                of: text, to: translation, from: source, into: target,
                client: entry.client.name)
            return Response(
                .object([
                    ("source", .strings(map.sourcePieces)),
                    ("target", .strings(map.targetPieces)),
                    (
                        "weights",
                        .array(map.weights.map { .array($0.map { .number(Double($0)) }) })
                    ),
                ]))
        }
    }

    /// `GET /v1/inspect`: an address and not a body, so that a frame of the page can show it.
    func inspect(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let entry = try await state.enter(request, context, as: RequestParameters.self)
        let text = try entry.content.required("q")
        let source = try entry.content.required("source")
        let target = try entry.content.required("target")
        try entry.client.check(characters: text.unicodeScalars.count)
        return try await state.within(context) {
            let page = try await state.engine.inspectionPage(
                of: text, from: source, into: target, client: entry.client.name)
            var response = Response(text: page, type: "text/html; charset=utf-8")
            // The page has a policy of its own, with the hash of its script.
            response.headers[.contentSecurityPolicy] = "frame-ancestors 'self'"
            return response
        }
    }
}
