import Models
package import Tensors

extension Translator {
    /// Computes something with the model and a pair, on one worker, in turns with what is
    /// translated.
    ///
    /// - Parameters:
    ///   - pair: The pair, which the model has to be able to read.
    ///   - body: Computes it, in the worker's context.
    /// - Throws: `CalqueError` when a side is empty or too long, and `CancellationError` when the
    ///   task is cancelled.
    package func turn<Value: Sendable>(
        over pair: EncodedPair, _ body: @escaping @Sendable (Context) -> Value
    ) async throws -> Value {
        try model.requireFitting(pair, 0)
        let turn = Turn(tokenCount: pair.longerCount, body: body)
        // Turns of one type are one work, since each brings with it what it does.
        let work = BatchWork<Turn<Value>, Value>(
            ObjectIdentifier(Turn<Value>.self), limits: BatchLimits(sentences: 1),
            length: { $0.tokenCount }, run: { turns, context in turns.map { $0.body(context) } })
        return try await tokenTranslator.queue.submit([turn], to: work).value[0]
    }
}

/// Something to be computed once.
private struct Turn<Value: Sendable>: Sendable {
    let tokenCount: Int
    let body: @Sendable (Context) -> Value
}
