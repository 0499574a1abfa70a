import Hummingbird

/// `GET /metrics`: what has been counted, in Prometheus's text form.
struct MetricsRoute: Sendable {
    let state: ServiceState

    func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        if let token = state.configuration.features.metricsToken {
            let given = Admission.key(request, nil) ?? ""
            guard APIKeys.areEqual(Array(given.utf8), Array(token.utf8)) else {
                throw ServiceProblem(.unauthorized, "Unauthorized")
            }
        }
        return Response(text: state.metrics.text, type: PrometheusText.mediaType)
    }
}
