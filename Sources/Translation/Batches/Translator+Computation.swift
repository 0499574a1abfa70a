import Models
package import Tensors

extension Translator {
    /// The value of a computation that one of the workers does, in turns with what is translated:
    /// what takes long must not hold a thread that tasks wait for.
    ///
    /// - Parameters:
    ///   - tokenCount: How many tokens it takes in, by which its share of a turn is counted.
    ///   - computation: Computes it, in the worker's context.
    /// - Throws: What the computation throws, and `CancellationError` when the task is cancelled.
    package func onWorker<Value: Sendable>(
        tokenCount: Int = 1, _ computation: @escaping @Sendable (Context) throws -> Value
    ) async throws -> Value {
        // One computation is one item, since each brings with it what it does.
        let work = BatchWork<Computation<Value>, Result<Value, any Error>>(
            ObjectIdentifier(Computation<Value>.self), limits: BatchLimits(sentences: 1),
            length: { $0.tokenCount },
            run: { computations, context in
                computations.map { computation in Result { try computation.body(context) } }
            })
        let computation = Computation(tokenCount: tokenCount, body: computation)
        return try await tokenTranslator.queue.submit([computation], to: work).value[0].get()
    }

    /// The value of a computation with the model and a pair, on one worker.
    ///
    /// - Parameters:
    ///   - pair: The pair, which the model has to be able to read.
    ///   - computation: Computes it, in the worker's context.
    /// - Throws: `CalqueError` when a side is empty or too long, and as the other form.
    package func onWorker<Value: Sendable>(
        over pair: EncodedPair, _ computation: @escaping @Sendable (Context) -> Value
    ) async throws -> Value {
        try model.requireFitting(pair, 0)
        return try await onWorker(tokenCount: pair.longerCount, computation)
    }
}

/// Something to be computed once.
private struct Computation<Value: Sendable>: Sendable {
    let tokenCount: Int
    let body: @Sendable (Context) throws -> Value
}
