import Basics
package import CalqueKit
import Foundation

/// What the routes under `/v1` ask of an engine beyond what LibreTranslate's do.
package protocol VersionOneEngine: TranslationEngine {
    /// Translates texts, or segments with codes.
    ///
    /// - Parameters:
    ///   - request: What is asked for; its texts are empty where there are contents.
    ///   - contents: Segments, each for a text of its own; nil for the request's texts.
    ///   - options: How to search, by the names of `SearchOptions.keys`.
    /// - Throws: As ``TranslationEngine/translate(_:)-(EngineRequest)``.
    func translate(
        _ request: EngineRequest, contents: [InlineContent]?, options: [String: String]
    ) async throws -> EngineAnswer

    /// How a translation may go on after its beginning, the likeliest word first.
    ///
    /// It goes on in the line and the sentence in which the beginning ends, as
    /// `TranslationRequest.targetPrefix` has it.
    ///
    /// - Parameters:
    ///   - request: One text.
    ///   - beginning: The beginning of its translation.
    ///   - count: How many are wanted at most.
    /// - Throws: As the others do.
    func continuations(
        of request: EngineRequest, after beginning: String, count: Int
    ) async throws -> [EngineContinuation]

    /// What a model looks at while it translates a text, or is given a translation.
    ///
    /// - Throws: As the others do, and `CalqueError` where two models translate.
    func attention(
        of text: String, to translation: String?, from source: String, into target: String
    ) async throws -> AttentionMap

    /// A page of what a model does with the first sentence of a text: HTML that is one file.
    ///
    /// - Throws: As the others do, and `CalqueError` where two models translate.
    func inspectionPage(
        of text: String, from source: String, into target: String
    ) async throws -> String

    /// The models.
    func models() async -> [EngineModel]
}

/// How a translation may go on.
package struct EngineContinuation: Sendable, Equatable {
    /// The next word.
    package let word: String
    /// The translation with it, up to the end of the line that it is in.
    package let text: String
    /// log P of it after the beginning.
    package let score: Double

    /// A word with what follows it.
    package init(word: String, text: String, score: Double) {
        self.word = word
        self.text = text
        self.score = score
    }
}

/// A model of an engine.
package struct EngineModel: Sendable, Equatable {
    /// The name of its folder, without the folders above it.
    package let name: String
    /// From which languages into which it translates.
    package let pairs: [LanguagePair]
    /// Whether it is in memory.
    package let isLoaded: Bool

    /// A model.
    package init(name: String, pairs: [LanguagePair], isLoaded: Bool) {
        self.name = name
        self.pairs = pairs
        self.isLoaded = isLoaded
    }
}

extension ServiceEngine: VersionOneEngine {
    /// See ``VersionOneEngine``.
    package func continuations(
        of request: EngineRequest, after beginning: String, count: Int
    ) async throws -> [EngineContinuation] {
        try await wordsFollowing(beginning, request, count: count)
    }

    /// See ``VersionOneEngine``.
    package func attention(
        of text: String, to translation: String?, from source: String, into target: String
    ) async throws -> AttentionMap {
        let direction = try await direction(source, target, of: text)
        let run = try await run(direction)
        guard run.models.count == 1 else { throw CalqueError.onlyDirect(direction) }
        return try await looking(at: text) {
            try await run.models[0].translator
                .attention(of: run.path.steps[0].tokenized(text), to: translation)
        }
    }

    /// See ``VersionOneEngine``.
    package func inspectionPage(
        of text: String, from source: String, into target: String
    ) async throws -> String {
        let direction = try await direction(source, target, of: text)
        let run = try await run(direction)
        guard run.models.count == 1 else { throw CalqueError.onlyDirect(direction) }
        let sentences = try SentenceSplitter(language: direction.source).sentences(in: text)
        guard let first = sentences.first else {
            throw CalqueError("There is no sentence to look at.", kind: .input)
        }
        let line = run.path.steps[0].tokenized(first.split { $0.isNewline }.joined(separator: " "))
        return try await looking(at: line) {
            try await run.models[0].translator.inspectionPage(of: line).html()
        }
    }

    /// See ``VersionOneEngine``.
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
}

extension LanguageRoutes.Step {
    /// A line as the model of the step takes it.
    func tokenized(_ line: String) -> String {
        languageToken.map { "\($0) \(line)" } ?? line
    }
}

extension CalqueError {
    fileprivate static func onlyDirect(_ direction: ServiceEngine.Direction) -> CalqueError {
        CalqueError(
            """
            No model translates \(direction.source)-\(direction.target) the whole way, and this \
            looks into one model.
            """, kind: .unsupported)
    }
}
