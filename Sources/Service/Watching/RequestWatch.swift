import HTTPTypes
import Hummingbird
import Logging

/// Counts a request, and logs it when it is answered: its method, its route's pattern, its status, and
/// how long it took. What it says, its query, its key and its address are in neither.
struct RequestWatch {
    private let metrics: RequestMetrics
    private let context: ServiceRequestContext
    private let start = ContinuousClock.now

    init(_ metrics: RequestMetrics, _ context: ServiceRequestContext) {
        self.metrics = metrics
        self.context = context
        metrics.inFlight.add(1)
    }

    /// What was answered.
    func finish(_ request: Request, _ response: Response) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        metrics.inFlight.add(-1)
        let route = pattern
        let series = metrics[
            .init(
                route: route, method: Self.method(request.method),
                status: response.status.code)]
        series.requests.add(1)
        series.seconds.observe(seconds)
        series.errors?.add(1)
        log(request, response, route, seconds)
    }

    private func log(
        _ request: Request, _ response: Response, _ route: String, _ seconds: Double
    ) {
        context.logger.log(
            level: response.status.code >= 500 ? .error : .info, "request",
            metadata: [
                "method": "\(Self.method(request.method))", "route": "\(route)",
                "status": "\(response.status.code)",
                "milliseconds": "\((seconds * 10_000).rounded() / 10)",
            ])
    }

    /// The pattern of the route: paths that nobody made are one.
    private var pattern: String {
        switch context.endpointPath {
        case nil, "NotFound"?: "none"
        case let path?: path
        }
    }

    /// Methods that there are: a client may make up others.
    private static func method(_ method: HTTPRequest.Method) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .options, .patch]
        return known.contains(method) ? method.rawValue : "other"
    }
}
