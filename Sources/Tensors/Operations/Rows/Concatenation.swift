internal import CKernels

extension Context {
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
