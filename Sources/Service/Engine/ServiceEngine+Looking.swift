package import CalqueKit

/// What a model does, for who wants to see it.
extension ServiceEngine {
    /// What a model looks at while it translates a text, or is given a translation.
    package func attention(
        of text: String, to translation: String?, from source: String, into target: String,
        client: String
    ) async throws -> AttentionMap {
        let direction = try await direction(source, target, of: text)
        let run = try await direct(direction)
        return try await queue.turns.run(.sentence(text), of: client) {
            try await run.models[0].translator
                .attention(of: run.path.steps[0].tokenized(text), to: translation)
        }
    }

    /// A page of what a model does with the first sentence of a text.
    package func inspectionPage(
        of text: String, from source: String, into target: String, client: String
    ) async throws -> String {
        let direction = try await direction(source, target, of: text)
        let run = try await direct(direction)
        let sentences = try SentenceSplitter(language: direction.source).sentences(in: text)
        guard let first = sentences.first else {
            throw CalqueError("There is no sentence to look at.", kind: .input)
        }
        let line = run.path.steps[0].tokenized(first.split { $0.isNewline }.joined(separator: " "))
        return try await queue.turns.run(.sentence(line), of: client) {
            try await run.models[0].translator.inspectionPage(of: line).html()
        }
    }

    /// The model of a way that is one model's.
    ///
    /// - Throws: As the general form, and `CalqueError` where two models translate.
    private func direct(_ direction: Direction) async throws -> TranslationRun {
        let run = try await run(direction)
        guard run.models.count == 1 else {
            throw CalqueError(
                """
                No model translates \(direction.pair) the whole way, and this looks into one model.
                """, kind: .unsupported)
        }
        return run
    }
}

extension TurnQueue.Load {
    /// What is looked at counts as a sentence among those that wait.
    fileprivate static func sentence(_ text: String) -> Self {
        Self(segments: 1, characters: text.unicodeScalars.count)
    }
}

extension LanguageRoutes.Step {
    /// A line as the model of the step takes it.
    func tokenized(_ line: String) -> String {
        languageToken.map { "\($0) \(line)" } ?? line
    }
}
