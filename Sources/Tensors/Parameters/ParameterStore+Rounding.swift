internal import CKernels

/// Weights of a model that learns to be used in eight bits: what products read of a matrix is what
/// int8 makes of it, and so are the rows that they read ("fake quantisation", Jacob et al. 2018,
/// section 3). Gradients pass both as if nothing had been rounded; the optimiser changes the weights
/// themselves.
extension ParameterStore {
    /// Rounds what products read of the matrices: the copy that they have in `precision`.
    ///
    /// - Parameter range: Rows that begin in it are rounded; nil for all.
    package func roundComputeCopy(_ precision: Precision, in range: Range<Int>? = nil) {
        guard isRounded, precision != .int8 else { return }
        for entry in entries where entry.isQuantizable {
            let parameter = entry.parameter
            let rows = parameter.rows(beginningIn: range ?? 0..<count)
            guard !rows.isEmpty else { continue }
            let part = parameter[rows: rows]
            ck_int8_round_matrix(
                precision.elementType.kernelType, values + part.offset,
                part.computePointer(precision), Int64(part.rows), Int64(part.columns))
        }
    }
}

extension Parameter {
    /// The rows whose first weights lie in a range of the store.
    fileprivate func rows(beginningIn range: Range<Int>) -> Range<Int> {
        /// The first row that begins at a place or after it.
        func first(from place: Int) -> Int {
            min(max((place - offset + columns - 1) / columns, 0), rows)
        }
        return first(from: range.lowerBound)..<first(from: range.upperBound)
    }
}

extension Context {
    /// What a product with a weight reads of its input: the rows as int8 products round them, each over
    /// its own range, where the weight is rounded; else the input itself.
    ///
    /// Its gradient is to be taken for that of `x`.
    ///
    /// - Parameter x: `[rows, in]`.
    func productInput(_ x: Tensor, of weight: Parameter) -> Tensor {
        guard isRounded(weight) else { return x }
        let rounded = tensor(x.rows, x.columns, elementType: x.elementType)
        roundRows(MatrixView(x), into: rounded)
        return rounded
    }

    /// The same of some rows of a matrix.
    func productInput(_ x: MatrixView, of weight: Parameter) -> MatrixView {
        guard isRounded(weight) else { return x }
        let rounded = tensor(x.rows, x.columns, elementType: x.elementType)
        roundRows(x, into: rounded)
        return MatrixView(rounded)
    }

    private func isRounded(_ weight: Parameter) -> Bool {
        weight.store.isRounded && precision != .int8
    }

    private func roundRows(_ x: MatrixView, into rounded: Tensor) {
        precondition(x.stride == x.columns, "rounding rows that are \(x.stride) apart")
        ck_int8_round_rows(
            x.elementType.kernelType, x.pointer, rounded.pointer, Int64(x.rows), Int64(x.columns))
    }
}
