import Logging

/// What the routes of a service share.
struct ServiceState: Sendable {
    let configuration: ServiceConfiguration
    let engine: any TranslationEngine
    let admission: Admission
    let shelf: FileShelf
    let metrics: PrometheusRegistry
    let requestMetrics: RequestMetrics
    let suggestions: SuggestionFile?
    let bytes: ByteAccount
}
