/// How far a backward pass has come, for those who can use gradients before all are there.
extension Context {
    /// Runs something that computes gradients, and hears from which weight on they are complete.
    ///
    /// - Parameters:
    ///   - listener: Called by the backward pass, on the context's thread, with places of the parameter
    ///     store, each before the last one: no gradient of a weight from there on changes any more.
    ///   - body: Computes the gradients. Only its last backward pass is heard of
    ///     (``backpropagate(into:dropout:isLast:_:)``).
    /// - Throws: What `body` throws.
    package func hearingOfGradients<Result>(
        _ listener: @escaping (_ place: Int) -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        precondition(gradientListener == nil, "a listener to gradients inside another")
        gradientListener = listener
        defer { gradientListener = nil }
        return try body()
    }

    /// Says in a forward pass that nothing that was recorded so far uses weights from a place of the
    /// parameter store on: the backward pass has their whole gradients when it comes back here.
    ///
    /// - Parameter place: What ``ParameterStore/count`` was before the first of them was declared.
    public func markParameters(from place: Int) {
        guard let tape, let listener = tape.gradientListener else { return }
        tape.recordEnd { _ in listener(place) }
    }
}
