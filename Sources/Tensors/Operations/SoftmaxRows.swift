internal import CKernels

extension Context {
    /// The softmax of every part of every row.
    ///
    /// - Parameters:
    ///   - x: `[rows, columns]`, float32.
    ///   - classes: The length of a part, which divides the columns.
    /// - Returns: `[rows, columns]`, float32.
    public func softmax(_ x: Tensor, classes: Int) -> Tensor {
        precondition(x.columns.isMultiple(of: classes), "softmax of \(classes) of \(x.shape)")
        let y = tensor(x.rows, x.columns, elementType: .float32)
        let parts = Int64(x.count / classes)
        ck_softmax_forward(x.floats.baseAddress, y.floats.baseAddress, parts, Int64(classes))
        tape?.record(y) { [key = x.key] tape, gradient in
            ck_softmax_backward(
                y.floats.baseAddress, gradient.floats.baseAddress, parts, Int64(classes))
            tape.accumulate(key, giving: gradient)
        }
        return y
    }
}
