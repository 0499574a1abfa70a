import Basics
package import CalqueKit
import Foundation
package import Logging
import Text

/// Translates for a service: with models that are loaded when they are needed, in turns between
/// clients, by a language in between where no model goes the whole way.
package final class ServiceEngine: Sendable {
    let settings: EngineSettings
    private let served: Locked<Served>
    /// The models in memory.
    package let store: ModelStore
    let queue: SegmentQueue
    private let logger: Logger

    /// What is served at the time.
    struct Served: Sendable {
        let models: [ServedModel]
        let routes: LanguageRoutes
        let glossaries: [LanguagePair: EngineGlossary]
        /// Is made beside: it takes a while.
        let identifier: Task<LanguageIdentifier, Never>

        init(_ models: [ServedModel], _ glossaries: [ServedGlossary]) throws {
            self.models = models
            let routes = try LanguageRoutes(models)
            self.routes = routes
            self.glossaries = try EngineGlossary.served(glossaries, on: routes)
            identifier = Task.detached {
                LanguageIdentifier(languages: routes.languages.map(\.code))
            }
        }
    }

    /// An engine; no model is loaded yet.
    ///
    /// - Parameters:
    ///   - settings: What it is made with.
    ///   - logger: Is told of models that are loaded and replaced, and of what is wrong with them.
    /// - Throws: `CalqueError` that names the folder when one cannot be read, or nobody knows the
    ///   languages of its model.
    package convenience init(
        _ settings: EngineSettings, logger: Logger = Logger(label: "calque")
    ) throws {
        let loader = ModelLoader(workers: settings.workers, precision: settings.precision)
        try self.init(settings, logger: logger, load: loader.load)
    }

    /// An engine that reads models in a way of its own.
    ///
    /// - Parameters:
    ///   - settings: What it is made with.
    ///   - logger: Is told of models.
    ///   - load: Reads the model of a folder.
    /// - Throws: As the other form.
    package init(
        _ settings: EngineSettings, logger: Logger = Logger(label: "calque"),
        load: @escaping ModelStore.Loading
    ) throws {
        self.settings = settings
        self.logger = logger
        served = Locked(try Served(settings.models, settings.glossaries))
        let watch = EngineWatch()
        let counted: ModelStore.Loading = { folder in
            let start = Date()
            let model = try load(folder)
            watch.loaded(bytes: model.bytes)
            logger.info(
                "model loaded",
                metadata: [
                    "folder": "\(folder.path)", "bytes": "\(model.bytes)",
                    "seconds": "\(Date().timeIntervalSince(start))",
                ])
            return model
        }
        store = ModelStore(memoryLimit: settings.memoryLimit, load: counted)
        queue = SegmentQueue(
            turns: TurnQueue(
                .init(
                    workers: settings.workers, waitingSegments: settings.waitingSegments,
                    waitingCharacters: settings.waitingCharacters)),
            cache: TranslationCache(capacity: settings.cacheBytes), watch: watch)
    }

    /// Loads all models, as far as there is memory for them, so that the first request need not wait.
    package func warmUp() async {
        var bytes = 0
        for folder in routes.folders {
            if let limit = settings.memoryLimit, bytes >= limit { return }
            do {
                bytes += try await store.model(of: folder).bytes
            } catch {
                report(error, folder)
            }
        }
    }

    /// Reads models again whose files changed, or serves others from now on, and all glossaries. No
    /// request is lost: each goes on with what it has.
    ///
    /// - Parameter models: What is served from now on; nil for the same folders as before.
    /// - Throws: `CalqueError` when the folders cannot be served; then all stays as it was.
    package func reload(serving models: [ServedModel]?) async throws {
        let next = try Served(models ?? served.use { $0.models }, settings.glossaries)
        served.use { $0 = next }
        for (folder, error) in await store.reload(next.routes.folders) { report(error, folder) }
    }

    /// How often the cache had an answer.
    package var cacheHits: Int { queue.cache.counts.hits }

    /// Characters that wait or are being translated.
    package var openCharacters: Int { queue.turns.open.characters }

    var routes: LanguageRoutes { served.use { $0.routes } }

    private func report(_ error: any Error, _ folder: URL) {
        logger.error(
            "model not loaded", metadata: ["folder": "\(folder.path)", "error": "\(error)"])
    }
}

// MARK: Languages

extension ServiceEngine: TranslationEngine {
    /// See ``TranslationEngine``.
    package func languages() async -> [ServedLanguage] { routes.languages }

    /// Whether requests can be answered: there is a model that was loaded at its last try, or was not
    /// tried yet.
    package var isReady: Bool { get async { await store.canServe(routes.folders) } }

    /// Reads models again whose files changed.
    package func reload() async {
        do {
            try await reload(serving: nil)
        } catch {
            logger.error("models not read again", metadata: ["error": "\(error)"])
        }
    }

    /// See ``TranslationEngine``.
    package func detect(_ text: String) async -> [DetectedLanguage] {
        await served.use { $0.identifier }.value.guesses(of: text).map { guess in
            DetectedLanguage(
                code: guess.code, confidence: (1000 * guess.probability).rounded() / 10)
        }
    }

    /// The languages of a request: what is served of them, and what was detected.
    struct Direction {
        let source: String
        let target: String
        let detected: DetectedLanguage?
    }

    /// Looks the languages of a request up, or detects the source's.
    ///
    /// - Parameter text: What its language is detected by, where none is given.
    /// - Throws: `EngineProblem` when there is no such language.
    func direction(
        _ source: String?, _ target: String, of text: @autoclosure () -> String
    ) async throws -> Direction {
        let routes = routes
        guard let into = routes.served(target) else { throw EngineProblem.unknownLanguage(target) }
        if let source {
            guard let from = routes.served(source) else {
                throw EngineProblem.unknownLanguage(source)
            }
            return Direction(source: from, target: into, detected: nil)
        }
        let guesses = await detect(text())
        // The likeliest from which there is a way; where nobody can say, the first, with confidence 0.
        let possible = guesses.first {
            $0.code == into || routes.path(from: $0.code, to: into) != nil
        }
        if let found = possible ?? guesses.first {
            return Direction(source: found.code, target: into, detected: found)
        }
        let sources = routes.sources.filter { routes.path(from: $0, to: into) != nil }
        let source = sources.first { $0 == "en" } ?? sources.first ?? into
        return Direction(
            source: source, target: into, detected: DetectedLanguage(code: source, confidence: 0))
    }

    /// The models of the way from a language into another, which the request holds.
    ///
    /// - Parameter options: How the last one searches, by its own defaults; nil for these.
    /// - Throws: `EngineProblem` when there is no way, or a model cannot be loaded; what `options`
    ///   throws.
    func run(
        _ direction: Direction, alternatives: Int = 0,
        _ options: (SearchOptions) throws -> SearchOptions = { $0 }
    ) async throws -> TranslationRun {
        guard let path = routes.path(from: direction.source, to: direction.target) else {
            throw EngineProblem.noPair(source: direction.source, target: direction.target)
        }
        var models: [LoadedModel] = []
        for step in path.steps {
            do {
                models.append(try await store.model(of: step.folder))
            } catch let error as CancellationError {
                throw error
            } catch {
                report(error, step.folder)
                let reason = (error as? CalqueError)?.message ?? "\(error)"
                throw EngineProblem.broken(reason)
            }
        }
        var search = try options(models[models.count - 1].searchOptions)
        if alternatives > 0 {
            search.nBest = alternatives + 1
            if search.sampling == nil { search.beamSize = max(search.beamSize, search.nBest) }
        }
        return TranslationRun(models: models, path: path, options: search)
    }
}

// MARK: Texts

extension ServiceEngine {
    /// See ``TranslationEngine``.
    package func translate(_ request: EngineRequest) async throws -> EngineAnswer {
        try await translate(request, contents: nil, options: [:])
    }

    /// See ``VersionOneEngine``.
    package func translate(
        _ request: EngineRequest, contents: [InlineContent]?, options values: [String: String]
    ) async throws -> EngineAnswer {
        let direction = try await direction(
            request.source, request.target,
            of: (contents?.map(\.text) ?? request.texts).joined(separator: "\n"))
        guard direction.source != direction.target else {
            return EngineAnswer(unchanged: request, contents, direction)
        }
        var run = try await run(direction, alternatives: request.alternatives) { own in
            try SearchOptions(values, defaults: request.options ?? own)
        }
        run.glossary = try glossary(request.glossary, direction, run)
        run.wantsAlignment = request.wantsAlignment
        let texts = try contents?.map(EngineText.init(content:)) ?? parted(request, direction)
        let collector = TextCollector(texts, told: request.onTranslation)
        var segments: [QueuedSegment] = []
        for (number, text) in texts.enumerated() {
            let prefix =
                number < request.targetPrefixes.count ? request.targetPrefixes[number] : ""
            segments += zip(text.contents, text.prefixes(of: prefix)).map { content, prefix in
                QueuedSegment(content: content, prefix: prefix)
            }
        }
        try await queue.translate(segments, run, client: request.client) { place, translation in
            collector.take(translation, at: place)
        }
        queue.watch.translated(
            LanguagePair(source: direction.source, target: direction.target), texts: texts.count,
            segments: segments.count,
            characters: segments.reduce(0) { $0 + $1.content.text.unicodeScalars.count })
        return EngineAnswer(
            source: direction.source, target: direction.target, detected: direction.detected,
            via: run.path.via, translations: try collector.translations())
    }

    /// The terms for a request: its own, and those of the service.
    ///
    /// - Throws: `CalqueError` when one of its own is none.
    private func glossary(
        _ entries: [(term: String, translation: String)], _ direction: Direction,
        _ run: TranslationRun
    ) throws -> EngineGlossary? {
        let own = served.use {
            $0.glossaries[LanguagePair(source: direction.source, target: direction.target)]
        }
        // What is drawn at random has no terms; to ask for both is an error of the request alone.
        guard !entries.isEmpty else { return run.options.sampling == nil ? own : nil }
        var terms: [Glossary.Term] = []
        for (term, translation) in entries {
            do {
                terms.append(try Glossary.Term(written: term, [translation]))
            } catch {
                throw CalqueError("The glossary: \(error.message)", kind: .input)
            }
        }
        let sources = Set(terms.map(\.source))
        terms += (own?.glossary.terms ?? []).filter { !sources.contains($0.source) }
        return EngineGlossary(Glossary(terms, sourceLanguage: direction.source))
    }

    private func parted(_ request: EngineRequest, _ direction: Direction) throws -> [EngineText] {
        let languages = DocumentLanguages(source: direction.source, target: direction.target)
        return try request.texts.map { text in
            switch request.format {
            case .text: EngineText(text: text)
            case .html: try EngineText(text: text, markup: "html", languages)
            }
        }
    }

    /// See ``TranslationEngine``.
    package func translate(_ document: EngineDocument) async throws -> EngineDocumentAnswer {
        if let refusal = UnreadableDocument.refusal(of: document.bytes, name: document.name) {
            throw refusal
        }
        let languages = DocumentLanguages(source: document.source, target: document.target)
        let read = try document.format.read(
            document.bytes,
            DocumentReading(
                name: document.name, languages: languages, unpackedLimit: settings.unpackedLimit))
        let direction = try await direction(
            document.source, document.target,
            of: read.segments.prefix(200).map(\.content.text).joined(separator: "\n"))
        guard direction.source != direction.target else {
            return EngineDocumentAnswer(
                bytes: document.bytes, source: direction.source, warnings: [])
        }
        var run = try await run(direction)
        run.glossary = try glossary([], direction, run)
        let count = read.segments.count
        let done = Locked<(count: Int, translations: [SegmentTranslation?])>(
            (0, Array(repeating: nil, count: count)))
        try await queue.translate(
            read.segments.map { QueuedSegment(content: $0.content) }, run, client: document.client
        ) { place, translation in
            let doneCount = done.use { done in
                done.translations[place] = translation
                done.count += 1
                return done.count
            }
            document.onProgress?(TranslationProgress(doneCount, of: count))
        }
        let translations = done.use { $0.translations }
        queue.watch.translated(
            LanguagePair(source: direction.source, target: direction.target), texts: 1,
            segments: count,
            characters: read.segments.reduce(0) { $0 + $1.content.text.unicodeScalars.count })
        let warnings = zip(read.segments, translations).flatMap { segment, translation in
            (translation?.warnings ?? []).map { "\(segment.place): \($0)" }
        }
        return EngineDocumentAnswer(
            bytes: try read.bytes(
                with: translations.map { $0?.content },
                DocumentLanguages(source: direction.source, target: direction.target)),
            source: direction.source, warnings: warnings)
    }
}

extension EngineAnswer {
    /// Texts that are in the language which is asked for.
    fileprivate init(
        unchanged request: EngineRequest, _ contents: [InlineContent]?,
        _ direction: ServiceEngine.Direction
    ) {
        let translations =
            contents?.map { content in
                EngineTranslation(
                    text: content.text, alternatives: [],
                    segments: [SegmentTranslation(content: content)], warnings: [])
            }
            ?? request.texts.map {
                EngineTranslation(text: $0, alternatives: [], segments: [], warnings: [])
            }
        for (place, translation) in translations.enumerated() {
            request.onTranslation?(place, translation)
        }
        self.init(
            source: direction.source, target: direction.target, detected: direction.detected,
            via: nil, translations: translations)
    }
}
