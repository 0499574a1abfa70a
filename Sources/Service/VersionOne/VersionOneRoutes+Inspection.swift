import HTTPTypes
import Hummingbird

extension VersionOneRoutes {
    /// `GET /v1/inspect`: an address and not a body, so that a frame of the page can show it.
    func inspect(
        _ request: Request, _ context: ServiceRequestContext
    ) async throws -> Response {
        let fields = try FormEncoding.fields((request.uri.query ?? "").utf8)
        func given(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        func value(_ name: String) throws -> String {
            guard let value = given(name), !value.isEmpty else {
                throw ServiceProblem(.badRequest, "Invalid request: missing \(name) parameter")
            }
            return value
        }
        let key = given("api_key")
        let (_, characters) = try await gate.admit(request, context, key, 1)
        let (text, source, target) = (try value("q"), try value("source"), try value("target"))
        try check(text, characters)
        return try await gate.run(context) {
            let page = try await engine.inspectionPage(of: text, from: source, into: target)
            var response = Response(text: page, type: "text/html; charset=utf-8")
            // The page has a policy of its own, with the hash of its script.
            response.headers[.contentSecurityPolicy] = "frame-ancestors 'self'"
            return response
        }
    }
}
