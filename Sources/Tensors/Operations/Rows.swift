internal import CKernels

// Operations that only move numbers: rows and columns of matrices, and from type to type.

extension Context {
    /// Row r of the result is row `indices[r]` of the matrix; zeros where the index is negative.
    ///
    /// - Returns: `[indices.count, columns]`.
    public func gatherRows(_ matrix: Tensor, _ indices: [Int32]) -> Tensor {
        precondition(
            indices.allSatisfy { $0 < matrix.rows }, "a row gathered from behind \(matrix.shape)")
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

    /// Some rows that follow each other.
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

    /// Matrices of one width below each other.
    ///
    /// - Returns: `[sum of the rows, columns]`.
    public func concatenateRows(_ matrices: [Tensor]) -> Tensor {
        guard let first = matrices.first else { preconditionFailure("no rows to concatenate") }
        let rowCounts = matrices.map(\.rows)
        let out = tensor(
            rowCounts.reduce(0, +), first.columns, elementType: first.elementType)
        var start = 0
        for matrix in matrices {
            out.copyRows(at: start, from: matrix, rows: 0, count: matrix.rows)
            start += matrix.rows
        }
        tape?.record(out) { [keys = matrices.map(\.key)] tape, gradient in
            var start = 0
            for (key, rows) in zip(keys, rowCounts) {
                let part = tape.emptyTensor(like: key)
                part.copyRows(at: 0, from: gradient, rows: start, count: rows)
                tape.accumulate(key, giving: part)
                start += rows
            }
        }
        return out
    }

    /// Matrices of as many rows side by side, each converted to the context's type.
    ///
    /// - Returns: `[rows, sum of the columns]`.
    public func concatenateColumns(_ matrices: [Tensor]) -> Tensor {
        let rows = matrices.first?.rows ?? 0
        precondition(
            matrices.allSatisfy { $0.rows == rows },
            "columns of \(matrices.map(\.shape)) side by side")
        let out = tensor(rows, matrices.reduce(0) { $0 + $1.columns })
        var start = 0
        for matrix in matrices {
            copyColumns(of: matrix, from: 0, to: out, from: start, count: matrix.columns)
            start += matrix.columns
        }
        tape?.record(out) { [keys = matrices.map(\.key)] tape, gradient in
            var start = 0
            for key in keys {
                let part = tape.emptyTensor(like: key)
                self.copyColumns(of: gradient, from: start, to: part, from: 0, count: part.columns)
                tape.accumulate(key, giving: part)
                start += part.columns
            }
        }
        return out
    }

    /// A row of weights, once for every row of the result.
    ///
    /// - Parameter row: `[1, columns]`.
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

    /// The same numbers in another type.
    public func converted(_ matrix: Tensor, to elementType: ElementType) -> Tensor {
        guard matrix.elementType != elementType else { return matrix }
        let out = tensor(matrix.rows, matrix.columns, elementType: elementType)
        convert(matrix, to: out)
        tape?.record(out) { [key = matrix.key] tape, gradient in
            let matrixGradient = tape.emptyTensor(like: key)
            self.convert(gradient, to: matrixGradient)
            tape.accumulate(key, giving: matrixGradient)
        }
        return out
    }

    /// Every element is kept and divided by 1 − p, or dropped with probability p (Srivastava et al.
    /// 2014).
    public func dropout(_ x: Tensor, _ probability: Float) -> Tensor {
        let dropout = nextDropout(probability)
        guard dropout.probability > 0 else { return x }
        let out = tensor(x.rows, x.columns, elementType: x.elementType)
        ck_dropout_apply(
            x.elementType.kernelType, x.pointer, dropout, out.pointer, Int64(x.count))
        tape?.record(out) { [key = x.key] tape, gradient in
            ck_dropout_apply(
                gradient.elementType.kernelType, gradient.pointer, dropout, gradient.pointer,
                Int64(gradient.count))
            tape.accumulate(key, giving: gradient)
        }
        return out
    }

    private func convert(_ source: Tensor, to destination: Tensor) {
        ck_convert(
            source.elementType.kernelType, source.pointer, destination.elementType.kernelType,
            destination.pointer, Int64(source.count))
    }

    private func copyColumns(
        of source: Tensor, from sourceColumn: Int, to destination: Tensor,
        from destinationColumn: Int, count: Int
    ) {
        let (from, to) = (
            source.columns(from: sourceColumn), destination.columns(from: destinationColumn)
        )
        ck_copy_columns(
            source.elementType.kernelType, from.data, from.stride,
            destination.elementType.kernelType, to.data, to.stride, Int64(source.rows),
            Int64(count))
    }
}
