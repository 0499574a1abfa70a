import Hummingbird

/// `GET /health`: the service runs.
struct HealthRoute: Sendable {
    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        Response(["status": "ok"])
    }
}
