internal import CKernels

extension Context {
    /// Row r of the result is row `indices[r]` of the matrix; zeros where the index is negative.
    ///
    /// - Returns: `[indices.count, columns]`.
    public func gatherRows(_ matrix: Tensor, _ indices: [Int32]) -> Tensor {
        precondition(
            indices.allSatisfy { $0 < matrix.rows }, "a gathered row is outside \(matrix.shape)")
        let out = tensor(indices.count, matrix.columns, elementType: matrix.elementType)
        ck_gather_rows(
            matrix.elementType.kernelType, matrix.pointer, indices, out.pointer, Int64(out.rows),
            Int64(out.columns))
        tape?.record(out) { [key = matrix.key] tape, gradient in
            tape.accumulate(key) { matrixGradient, accumulates in
                if !accumulates { matrixGradient.clearRows(from: 0) }
                ck_scatter_rows(
                    gradient.elementType.kernelType, gradient.pointer, indices,
                    matrixGradient.pointer, Int64(gradient.rows), Int64(gradient.columns))
            }
        }
        return out
    }

    /// Some rows that follow each other: `[range.count, columns]`.
    public func rows(_ range: Range<Int>, of matrix: Tensor) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= matrix.rows,
            "rows \(range) of \(matrix.shape)")
        let out = tensor(range.count, matrix.columns, elementType: matrix.elementType)
        out.copyRows(at: 0, from: matrix, rows: range.lowerBound, count: range.count)
        tape?.record(out) { [key = matrix.key] tape, gradient in
            tape.accumulate(key) { matrixGradient, accumulates in
                if !accumulates { matrixGradient.clearRows(from: 0) }
                let size = gradient.columns * gradient.elementType.byteCount
                ck_add(
                    gradient.elementType.kernelType, gradient.pointer,
                    matrixGradient.pointer + range.lowerBound * size, Int64(gradient.count))
            }
        }
        return out
    }
}
