extension ServiceEngine {
    /// Looks into a model for one text, which counts as a sentence among those that wait.
    ///
    /// - Parameters:
    ///   - text: What is looked at.
    ///   - body: Looks.
    /// - Throws: `EngineProblem.busy` when too much waits; what `body` throws.
    func looking<Value>(
        at text: String, _ body: () async throws -> Value
    ) async throws -> Value {
        let load = TurnQueue.Load(segments: 1, characters: text.unicodeScalars.count)
        return try await queue.turns.enter(load, of: "looking") { _ in try await body() }
    }
}
