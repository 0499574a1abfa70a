internal import CKernels

extension Context {
    /// Chooses columns, row by row: row r of the result has the numbers that row r of the matrix has in
    /// `columns[r]`, and −∞ after them. For inference: it leaves no gradient.
    ///
    /// The result has whole blocks of what softmaxes take in at once, so that to the last bit what
    /// becomes of a row does not depend on how many columns the others have.
    ///
    /// - Parameters:
    ///   - matrix: `[columns.count rows or more, any columns]`, float32.
    ///   - columns: Of every row, which columns, in order.
    /// - Returns: `[columns.count, the most columns of a row or more]`, float32.
    public func gatherColumns(_ matrix: Tensor, _ columns: [[Int32]]) -> Tensor {
        let range = 0..<Int32(matrix.columns)
        precondition(
            tape == nil && columns.count <= matrix.rows
                && columns.allSatisfy { $0.allSatisfy { range.contains($0) } },
            "columns of \(columns.count) rows gathered from \(matrix.shape)")
        let block = Int(CK_TOP_K_BLOCK)
        let width = columns.reduce(0) { max($0, ($1.count + block - 1) / block * block) }
        let out = tensor(columns.count, width, elementType: .float32)
        guard let source = matrix.floats.baseAddress, let target = out.floats.baseAddress else {
            return out
        }
        for (row, columns) in columns.enumerated() {
            let (from, to) = (source + row * matrix.columns, target + row * width)
            for (place, column) in columns.enumerated() { to[place] = from[Int(column)] }
            (to + columns.count).update(repeating: -.infinity, count: width - columns.count)
        }
        return out
    }
}
