internal import CKernels

/// Some classes of an output table, laid out side by side for products: where most classes are out of
/// the question, the logits of the others are all that a step of a search has to compute.
public struct OutputSelection {
    /// The classes, in the order of the columns of the logits.
    public let classes: [Int32]
    fileprivate let weights: Weights
    /// `[columns]`, float32.
    fileprivate let bias: Tensor

    fileprivate enum Weights {
        /// `[columns, width]`; rows after those of the classes are zeros.
        case floats(Tensor)
        case codes(QuantizedMatrix)
    }

    /// What the number of columns of floating-point products is rounded up to a multiple of, so that
    /// they meet few shapes: each is compiled. Products in eight bits are not.
    fileprivate static let columnMultiple = 128
}

extension Context {
    /// Gathers classes of a table. For inference: it leaves no gradient.
    ///
    /// - Parameters:
    ///   - classes: Rows of the table, in any order.
    ///   - table: W and b.
    public func selection(of classes: [Int32], from table: OutputTable) -> OutputSelection {
        let range = 0..<Int32(table.weight.rows)
        precondition(
            tape == nil && classes.allSatisfy { range.contains($0) },
            "classes outside an output table of \(range.count)")
        guard precision != .int8 else { return quantizedSelection(of: classes, from: table) }
        let multiple = OutputSelection.columnMultiple
        let columns = (classes.count + multiple - 1) / multiple * multiple
        let rows = classes + repeatElement(-1, count: columns - classes.count)
        let weights = tensor(columns, table.weight.columns)
        ck_gather_rows(
            elementType.kernelType, table.weight.computePointer(precision), rows, weights.pointer,
            Int64(columns), Int64(weights.columns))
        return OutputSelection(
            classes: classes, weights: .floats(weights),
            bias: bias(of: classes, from: table, columns: columns))
    }

    private func quantizedSelection(
        of classes: [Int32], from table: OutputTable
    ) -> OutputSelection {
        let parts = table.weight.quantizedParts
        precondition(parts.count == 1, "an output table in \(parts.count) matrices")
        return OutputSelection(
            classes: classes, weights: .codes(QuantizedMatrix(classes, of: parts[0], self)),
            bias: bias(of: classes, from: table, columns: classes.count))
    }

    /// b of classes, and zeros after them. `[columns]`
    private func bias(
        of classes: [Int32], from table: OutputTable, columns: Int
    ) -> Tensor {
        let bias = tensor(columns, elementType: .float32)
        let numbers = bias.floats
        numbers.update(repeating: 0)
        guard let values = table.bias?.values else { return bias }
        for (column, row) in classes.enumerated() { numbers[column] = values[Int(row)] }
        return bias
    }

    /// Logits of the classes of a selection: x Wᵀ + b, float32.
    ///
    /// - Parameters:
    ///   - x: `[rows, width]`.
    ///   - selection: What ``selection(of:from:)`` made in this context.
    /// - Returns: `[rows, classes or more]`; columns after the last class mean nothing.
    public func logits(_ x: Tensor, _ selection: OutputSelection) -> Tensor {
        let logits = tensor(x.rows, selection.bias.count, elementType: .float32)
        weightOperations += 2 * x.rows * x.columns * logits.columns
        switch selection.weights {
        case .floats(let weights):
            products.multiply(
                .plain(MatrixView(x)), .transposed(MatrixView(weights)),
                bias: UnsafePointer(selection.bias.floats.baseAddress), into: MatrixView(logits))
        case .codes(let weights):
            precondition(
                weights.columns == x.columns, "logits of \(x.shape) by \(weights.columns) inputs")
            multiplyInt8(MatrixView(x), weights, bias: selection.bias, into: logits)
        }
        return logits
    }
}
