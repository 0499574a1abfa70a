internal import CKernels

extension Context {
    /// Row r of the result is row `indices[r]` of the matrix. For inference: it leaves no gradient.
    public func gatherRows(_ matrix: Tensor, _ indices: [Int32]) -> Tensor {
        precondition(tape == nil, "gatherRows has no gradient")
        let out = tensor(indices.count, matrix.columns, elementType: matrix.elementType)
        ck_gather_rows(
            matrix.elementType.kernelType, matrix.pointer, indices, out.pointer, Int64(out.rows),
            Int64(out.columns))
        return out
    }
}
