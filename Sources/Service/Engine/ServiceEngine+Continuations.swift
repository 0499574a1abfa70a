import CalqueKit

extension ServiceEngine {
    /// How a translation may go on after its beginning, the likeliest word first.
    package func continuations(
        of text: String, after beginning: String, from source: String?, into target: String,
        client: String, count: Int
    ) async throws -> [EngineContinuation] {
        let direction = try await direction(source, target, of: text)
        let parts = EngineText(text: text)
        let prefixes = parts.prefixes(of: beginning)
        guard direction.source != direction.target, let place = prefixes.openPlace else {
            return []
        }
        let run = try await run(direction)
        let line = parts.contents[place].text
        let load = TurnQueue.Load(
            segments: count + 1, characters: (count + 1) * line.unicodeScalars.count)
        let found = try await queue.turns.run(load, of: client) {
            try await run.continuations(of: line, after: prefixes[place], count: count)
        }
        let whole = prefixes[..<place].map { InlineContent(text: $0.withoutLineBreak) }
        return try found.map { continuation in
            EngineContinuation(
                word: continuation.word,
                text: try parts.text(
                    with: whole + [InlineContent(text: continuation.translation.text)]),
                score: continuation.logProbability)
        }
    }
}

extension TranslationRun {
    /// The words that may follow the beginning of a line's translation.
    func continuations(
        of line: String, after beginning: String, count: Int
    ) async throws -> [Continuation] {
        var line = line
        for (model, step) in zip(models, path.steps).dropLast() {
            line = try await model.translator
                .translate([step.tokenized(line)], model.searchOptions)[0].text
        }
        let last = models.count - 1
        return try await models[last].translator.continuations(
            of: path.steps[last].tokenized(line), after: beginning, count: count, options)
    }
}

extension [String] {
    /// The place of the prefix in which the beginning of a text's translation ends: of the first that
    /// is not whole; nil where all are.
    fileprivate var openPlace: Int? { firstIndex { $0.last?.isNewline != true } }
}

extension String {
    fileprivate var withoutLineBreak: String { last?.isNewline == true ? String(dropLast()) : self }
}
