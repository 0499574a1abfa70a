import Basics
import CalqueKit
import Foundation
package import Logging
import Text

/// Translates for a service: with models that are loaded when they are needed, in turns between
/// clients, by a language in between where no model goes the whole way.
package final class ServiceEngine: TranslationEngine {
    let configuration: ServiceConfiguration
    let served: Locked<Served>
    /// The models in memory.
    package let store: ModelStore
    let queue: SegmentQueue
    private let logger: Logger

    /// What is served at the time.
    struct Served: Sendable {
        let routes: LanguageRoutes
        let glossaries: [LanguagePair: EngineGlossary]
        /// Is made beside: it takes a while.
        let identifier: Task<LanguageIdentifier, Never>

        init(_ configuration: ServiceConfiguration) throws {
            let routes = try LanguageRoutes(configuration.models)
            self.routes = routes
            glossaries = try EngineGlossary.served(configuration.glossaries, on: routes)
            identifier = Task.detached {
                LanguageIdentifier(languages: routes.languages.map(\.code))
            }
        }
    }

    /// An engine; no model is loaded yet.
    ///
    /// - Parameters:
    ///   - configuration: The models, and how they run.
    ///   - metrics: Where it counts what it does.
    ///   - logger: Is told of models that are loaded and replaced, and of what is wrong with them.
    /// - Throws: `CalqueError` that names the folder when one cannot be read, or nobody knows the
    ///   languages of its model.
    package convenience init(
        _ configuration: ServiceConfiguration, metrics: PrometheusRegistry = PrometheusRegistry(),
        logger: Logger = Logger(label: "calque")
    ) throws {
        let loader = ModelLoader(workers: configuration.workers, precision: configuration.precision)
        try self.init(configuration, metrics: metrics, logger: logger, load: loader.load)
    }

    /// An engine that reads models in a way of its own.
    ///
    /// - Parameters:
    ///   - configuration: The models, and how they run.
    ///   - metrics: Where it counts what it does.
    ///   - logger: Is told of models.
    ///   - load: Reads the model of a folder.
    /// - Throws: As the other form.
    package init(
        _ configuration: ServiceConfiguration, metrics: PrometheusRegistry = PrometheusRegistry(),
        logger: Logger = Logger(label: "calque"), load: @escaping ModelStore.Loading
    ) throws {
        self.configuration = configuration
        self.logger = logger
        served = Locked(try Served(configuration))
        let watch = EngineWatch(metrics)
        let counted: ModelStore.Loading = { folder in
            let start = Date()
            let model = try load(folder)
            watch.modelLoaded()
            logger.info(
                "model loaded",
                metadata: [
                    "folder": "\(folder.path)", "bytes": "\(model.bytes)",
                    "seconds": "\(Date().timeIntervalSince(start))",
                ])
            return model
        }
        store = ModelStore(memoryLimit: configuration.memoryLimit, load: counted)
        queue = SegmentQueue(
            turns: TurnQueue(
                .init(
                    workers: configuration.workers, waitingSegments: configuration.limits.queue)),
            cache: TranslationCache(capacity: configuration.cacheSize), watch: watch)
    }

    /// Loads all models, as far as there is memory for them, so that the first request need not wait.
    package func warmUp() async {
        var bytes = 0
        for folder in routes.folders {
            if let limit = configuration.memoryLimit, bytes >= limit { return }
            do {
                bytes += try await store.model(of: folder).bytes
            } catch {
                report(error, folder)
            }
        }
    }

    /// Reads models again whose files changed, and all glossaries. No request is lost: each goes on
    /// with what it has. What cannot be read stays as it was.
    package func reload() async {
        do {
            let next = try Served(configuration)
            served.use { $0 = next }
            for (folder, error) in await store.reload() { report(error, folder) }
        } catch {
            logger.error("models not read again", metadata: ["error": "\(error.explanation)"])
        }
    }

    /// The models.
    package func models() async -> [EngineModel] {
        let routes = routes
        var models: [EngineModel] = []
        for folder in routes.folders {
            models.append(
                EngineModel(
                    name: folder.lastPathComponent, pairs: routes.pairs(of: folder),
                    isLoaded: await store.isLoaded(folder)))
        }
        return models
    }

    /// Whether requests can be answered: there is a model that was loaded at its last try, or was not
    /// tried yet.
    package var isReady: Bool { get async { await store.canServe(routes.folders) } }

    /// Characters that wait or are being translated.
    package var openCharacters: Int { queue.turns.open.characters }

    var routes: LanguageRoutes { served.use { $0.routes } }

    /// Tells of a model that cannot be loaded.
    func report(_ error: any Error, _ folder: URL) {
        logger.error(
            "model not loaded",
            metadata: ["folder": "\(folder.path)", "error": "\(error.explanation)"])
    }
}
