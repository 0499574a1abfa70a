internal import CKernels

extension Context {
    /// A row of weights, once for every row of the result.
    ///
    /// - Parameters:
    ///   - row: `[1, columns]`.
    ///   - count: The rows of the result.
    /// - Returns: Float32 `[count, columns]`.
    public func repeated(_ row: Parameter, count: Int) -> Tensor {
        precondition(row.rows == 1, "\(row.shape) repeated as one row")
        let out = tensor(count, row.columns, elementType: .float32)
        for index in 0..<count {
            _ = UnsafeMutableBufferPointer(
                rebasing: out.floats[index * row.columns..<(index + 1) * row.columns]
            ).update(from: row.values)
        }
        tape?.record(out) { tape, gradient in
            ck_column_sums(
                CK_FLOAT32, gradient.pointer, Int64(gradient.rows), Int64(gradient.columns),
                tape.parameterGradients.pointer(row))
        }
        return out
    }
}
