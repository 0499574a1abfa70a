extension Context {
    /// vᵀ ∂y/∂x: the gradient of Σ v · y with respect to an input.
    ///
    /// For v of independent numbers of mean 0 and variance 1 the expected square of each row's norm
    /// is the squared Frobenius norm of that row's part of the Jacobian (Hutchinson 1990), which
    /// tells how much y depends on it without computing the Jacobian row by row.
    ///
    /// - Parameters:
    ///   - input: x, made before: no operation of a tape.
    ///   - gradients: Scratch memory for the gradients of parameters, to which it adds.
    ///   - body: Makes y of x, and gives y and v, of one shape and type. Nothing is dropped in it.
    /// - Returns: A tensor like `input`; nil where y does not depend on it.
    public func vectorJacobianProduct(
        withRespectTo input: Tensor, gradients: ParameterVector,
        _ body: () throws -> (output: Tensor, vector: Tensor)
    ) rethrows -> Tensor? {
        var tape: Tape?
        try backpropagate(into: gradients, dropout: nil) {
            tape = self.tape
            let (output, vector) = try body()
            precondition(
                vector.shape == output.shape && vector.elementType == output.elementType,
                "a vector of shape \(vector.shape) for an output of \(output.shape)")
            tape?.accumulate(output.key, giving: vector)
        }
        return tape?.gradient(of: input)
    }
}
