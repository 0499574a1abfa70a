/// LibreTranslate's interface, so that its clients work unchanged.
enum LibreTranslateRoutes {
    /// Adds its routes.
    static func add(to router: ServiceRouter, _ state: ServiceState) {
        router.on(.post, "/translate", TranslateRoute(state: state).respond)
        router.on(.post, "/detect", DetectRoute(state: state).respond)
        router.on(.get, "/languages", LanguagesRoute(state: state).respond)
        router.on(.post, "/translate_file", TranslateFileRoute(state: state).respond)
        // A name with a slash is none, which is told as for any other.
        router.on(.get, "/download_file/**", DownloadRoute(state: state).respond)
        router.on(.post, "/suggest", SuggestRoute(state: state).respond)
        router.on(.get, "/health", HealthRoute().respond)
        router.on(.get, "/frontend/settings", SettingsRoute(state: state).respond)
        router.on(.get, "/spec", SpecificationRoute(state: state).respond)
        router.on(.get, "/openapi.json", SpecificationRoute(state: state).respond)
        router.on(.get, "/docs", DocumentationRoute(state: state).respond)
        if state.configuration.features.hasMetrics {
            router.on(.get, "/metrics", MetricsRoute(state: state).respond)
        }
    }
}
