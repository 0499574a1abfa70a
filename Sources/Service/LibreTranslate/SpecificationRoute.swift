import Hummingbird

/// `GET /openapi.json` and `GET /spec`: what the service understands, as an OpenAPI document.
struct SpecificationRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let description = ServedDescription(
            languages: await state.engine.languages(), limits: state.configuration.limits)
        return Response(description.document)
    }
}
