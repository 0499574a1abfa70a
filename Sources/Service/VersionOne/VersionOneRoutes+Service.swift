import Hummingbird

extension VersionOneRoutes {
    /// The routes of a service, with its limits and its keys.
    init(_ state: ServiceState) {
        let limits = state.configuration.limits
        var allowed = ServiceLimits()
        allowed.characters = limits.characters
        allowed.texts = limits.batch
        allowed.alternatives = limits.alternatives
        allowed.body = limits.body
        self.init(
            engine: state.engine, limits: allowed,
            gate: Gate(
                admit: { request, context, key, cost in
                    let key = Admission.key(request, key)
                    let client = try state.admission.admit(request, context, key: key) { _ in cost }
                    return (client.name, client.characters)
                },
                run: { context, work in
                    try await state.within(seconds: limits.deadline, context, work)
                }, bytes: state.bytes))
    }

    /// Adds the routes to those of a service.
    func add(to router: ServiceRouter) {
        for route in routes { router.on(route.method, route.path, route.handler) }
    }
}
