internal import CKernels

extension Context {
    /// The simpler simple recurrent unit (Kim et al. 2019) over all positions of packed sentences,
    /// after its products:
    ///
    ///     f_t = σ(f̂_t + b_f)
    ///     c_t = f_t ∘ c_{t−1} + (1 − f_t) ∘ x_t,  c_0 = 0
    ///     y_t = max(0, c_t)
    ///
    /// Nothing of a step goes through a matrix, so that one walk over the rows is enough.
    ///
    /// - Parameters:
    ///   - input: x and f̂, side by side, `[rows, 2 · width]`. Used up by the backward pass.
    ///   - bias: b_f, `[width]`.
    ///   - segments: The sentences; their queries are rows of `input`. In training they lie back to
    ///     back from row 0; rows after the last are filler.
    /// - Returns: `[rows, width]`; filler rows are zero.
    public func simpleRecurrence(
        input: Tensor, bias: Parameter, segments: AttentionSegments
    ) -> Tensor {
        let (out, cell) = simpleRecurrence(input, bias, segments, from: nil)
        out.clearRows(from: segments.queryEnd)
        tape?.record(out) { tape, gradient in
            let carried = self.tensor(bias.count, elementType: .float32)
            segments.kernelSegments.withUnsafeBufferPointer {
                ck_simple_recurrence_backward(
                    input.elementType.kernelType, input.pointer, bias.values.baseAddress,
                    $0.baseAddress, Int64($0.count), cell.floats.baseAddress, gradient.pointer,
                    carried.floats.baseAddress, tape.parameterGradients.pointer(bias),
                    Int64(bias.count))
            }
            input.clearRows(from: segments.queryEnd)
            tape.accumulate(input.key, giving: input)
        }
        return out
    }

    /// One step of what ``simpleRecurrence(input:bias:segments:)`` walks through, for rows that have
    /// nothing to do with each other. For inference: it leaves no gradient.
    ///
    /// - Parameters:
    ///   - input: x and f̂, side by side, `[rows, 2 · width]`.
    ///   - bias: b_f, `[width]`.
    ///   - cell: c before the step, float32 `[rows, width]`; nil for zeros.
    /// - Returns: y, `[rows, width]`, and c after the step, float32 `[rows, width]`.
    public func simpleRecurrentStep(
        input: Tensor, bias: Parameter, from cell: Tensor?
    ) -> (output: Tensor, cell: Tensor) {
        precondition(tape == nil, "simpleRecurrentStep has no gradient")
        precondition(
            cell.map { $0.rows == input.rows && $0.columns == bias.count } ?? true,
            "a step over \(input.shape) from \(cell?.shape ?? [])")
        let rows = AttentionSegments(oneQueryEach: Array(repeating: 0..<0, count: input.rows))
        return simpleRecurrence(input, bias, rows, from: cell)
    }

    /// y and c of the rows that belong to a segment.
    private func simpleRecurrence(
        _ input: Tensor, _ bias: Parameter, _ segments: AttentionSegments, from initial: Tensor?
    ) -> (output: Tensor, cell: Tensor) {
        let width = bias.count
        precondition(
            input.columns == 2 * width && segments.queryEnd <= input.rows,
            "a recurrence of width \(width) to row \(segments.queryEnd) of \(input.shape)")
        let out = tensor(input.rows, width, elementType: input.elementType)
        let cell = tensor(input.rows, width, elementType: .float32)
        segments.kernelSegments.withUnsafeBufferPointer {
            ck_simple_recurrence_forward(
                input.elementType.kernelType, input.pointer, bias.values.baseAddress,
                $0.baseAddress, Int64($0.count), initial?.floats.baseAddress,
                cell.floats.baseAddress, out.pointer, Int64(width))
        }
        return (out, cell)
    }
}
