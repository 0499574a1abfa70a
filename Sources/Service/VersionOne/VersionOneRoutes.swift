import Hummingbird

/// The routes beyond LibreTranslate's: under `/v1`, and `/ready`.
struct VersionOneRoutes: Sendable {
    let state: ServiceState

    /// Adds the routes.
    func add(to router: ServiceRouter) {
        router.on(.post, "/v1/translate", translate)
        router.on(.post, "/v1/continuations", continuations)
        router.on(.post, "/v1/attention", attention)
        router.on(.get, "/v1/inspect", inspect)
        router.on(.post, "/v1/detect", detect)
        router.on(.get, "/v1/languages", languages)
        router.on(.get, "/v1/models", models)
        router.on(.get, "/ready", ready)
    }
}

extension Admission.Client {
    /// Checks how many characters a text has, or several have together.
    ///
    /// - Throws: ``ServiceProblem`` when they are too many.
    func check(characters count: Int) throws(ServiceProblem) {
        guard let characters, count > characters else { return }
        throw StrictJSON.problem(
            "The request has \(count) characters. Allowed are \(characters).")
    }
}

extension ServiceConfiguration.Limits {
    /// Checks how many texts a request has.
    ///
    /// - Throws: ``ServiceProblem`` when they are too many.
    func check(texts count: Int) throws(ServiceProblem) {
        guard let batch, count > batch else { return }
        throw StrictJSON.problem("The request has \(count) texts. Allowed are \(batch).")
    }
}
