import Logging

extension ServiceConfiguration {
    /// The engine that the configuration asks for, with its models in memory.
    ///
    /// - Throws: `CalqueError` when a model's folder cannot be used.
    func makeEngine(_ logger: Logger) async throws -> ServiceEngine {
        var settings = EngineSettings(models: models)
        settings.glossaries = glossaries
        settings.workers = workers
        settings.precision = precision
        settings.memoryLimit = memoryLimit
        settings.cacheBytes = cacheSize
        settings.waitingSegments = limits.queue
        settings.unpackedLimit = limits.unpackedDocument
        let engine = try ServiceEngine(settings, logger: logger)
        await engine.warmUp()
        return engine
    }
}
