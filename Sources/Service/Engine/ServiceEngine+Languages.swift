import CalqueKit
import Text

/// From which language into which a request goes, and the models on the way.
extension ServiceEngine {
    /// The languages that can be translated from or into.
    package func languages() async -> [ServedLanguage] { routes.languages }

    /// The languages that a text may be in, the likeliest first.
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

        var pair: LanguagePair { LanguagePair(source: source, target: target) }
        var documentLanguages: DocumentLanguages {
            DocumentLanguages(source: source, target: target)
        }
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
                throw EngineProblem.broken("\(step.folder.path): \(error.explanation)")
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
