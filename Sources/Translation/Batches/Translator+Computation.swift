extension Translator {
    /// The value of a computation that one of the workers does, in turns with what is translated:
    /// what takes long must not hold a thread that tasks wait for.
    ///
    /// - Throws: What the computation throws, and `CancellationError` when the task is cancelled.
    package func onWorker<Value: Sendable>(
        _ computation: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        // One computation is one item: those that share a name may be of different kinds.
        let work = BatchWork(
            ComputationName(value: ObjectIdentifier(Value.self)), limits: BatchLimits(sentences: 1),
            length: { (_: @Sendable () throws -> Value) in 1 },
            run: { computations, _ in
                computations.map { computation in Result { try computation() } }
            })
        return try await tokenTranslator.queue.submit([computation], to: work).value[0].get()
    }
}

/// What computations of values of one type are called.
private struct ComputationName: Hashable, Sendable {
    let value: ObjectIdentifier
}
