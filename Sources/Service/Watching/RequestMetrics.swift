/// The series that requests are counted in, found once for every kind of answer.
final class RequestMetrics: Sendable {
    /// What of an answer is counted apart.
    struct Labels: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    /// The series of a kind of answer.
    struct Series {
        let requests: PrometheusSeries
        let seconds: PrometheusSeries
        /// nil for an answer that is none.
        let errors: PrometheusSeries?
    }

    /// Requests that are being answered.
    let inFlight: PrometheusSeries
    private let registry: PrometheusRegistry
    private let known = Locked([Labels: Series]())

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        inFlight = registry.series("calque_http_requests_in_flight", .gauge, [])
    }

    /// The series of an answer's kind. There are as many as routes, methods and statuses have kinds:
    /// none of them is a client's to make up.
    subscript(labels: Labels) -> Series {
        known.use { known in
            if let series = known[labels] { return series }
            let all = [
                ("route", labels.route), ("method", labels.method), ("status", "\(labels.status)"),
            ]
            let series = Series(
                requests: registry.series("calque_http_requests", .counter, all),
                seconds: registry.series(
                    "calque_http_request_duration_seconds", .histogram, [("route", labels.route)]),
                errors: labels.status < 400
                    ? nil : registry.series("calque_http_request_errors", .counter, all))
            known[labels] = series
            return series
        }
    }
}
