internal import CKernels

/// Where the position vectors that are added to embeddings come from.
public enum PositionTable: Sendable {
    /// Constants, row-major `[positions, width]`.
    case fixed([Float])
    /// A parameter `[positions, width]`.
    case learned(Parameter)
    /// A parameter `[positions, width]` that stays as it is.
    case stored(Parameter)
    /// Nothing is added.
    case none
}

extension Context {
    /// Embeds tokens: row r is dropout(scale · table[ids[r]] + positions[positionIDs[r]]).
    ///
    /// - Parameters:
    ///   - ids: The row of `table` for every row of the result.
    ///   - table: `[vocabulary, width]`.
    ///   - scale: √width in the paper (section 3.4).
    ///   - positions: What is added for the place in the sentence.
    ///   - positionIDs: The row of the position table for every row of the result.
    ///   - dropout: Probability of dropping an element.
    /// - Returns: `[ids.count, width]`.
    public func embedding(
        _ ids: [Int32], table: Parameter, scale: Float, positions: PositionTable,
        positionIDs: [Int32], dropout: Float
    ) -> Tensor {
        precondition(
            ids.count == positionIDs.count,
            "embedding: \(ids.count) ids and \(positionIDs.count) positions")
        precondition(
            ids.allSatisfy { $0 >= 0 && $0 < table.rows },
            "embedding: an id outside a vocabulary of \(table.rows)")
        if let count = positions.count(width: table.columns) {
            precondition(
                positionIDs.allSatisfy { $0 >= 0 && $0 < count },
                "embedding: a sentence longer than \(count) positions")
        }
        let dropout = nextDropout(dropout)
        let out = tensor(ids.count, table.columns)
        positions.withUnsafePointer { positions in
            if precision == .int8 {
                let parts = table.quantizedParts
                precondition(parts.count == 1, "an embedding in \(parts.count) matrices")
                var matrix = parts[0].kernelMatrix
                ck_int8_embedding(
                    &matrix, ids, positions, positionIDs, scale, out.floats.baseAddress,
                    Int64(out.rows))
            } else {
                ck_embedding_forward(
                    elementType.kernelType, table.computePointer(precision), ids, positions,
                    positionIDs, scale, dropout, out.pointer, Int64(out.rows), Int64(out.columns))
            }
        }
        tape?.record(out) { tape, gradient in
            func scatter(_ ids: [Int32], _ scale: Float, into parameter: Parameter) {
                ck_embedding_backward(
                    gradient.elementType.kernelType, gradient.pointer, ids, scale, dropout,
                    tape.parameterGradients.pointer(parameter), Int64(gradient.rows),
                    Int64(gradient.columns))
            }
            scatter(ids, scale, into: table)
            if case .learned(let parameter) = positions {
                scatter(positionIDs, 1, into: parameter)
            }
        }
        return out
    }
}

extension PositionTable {
    /// The number of positions that have a vector; nil where none is needed.
    func count(width: Int) -> Int? {
        switch self {
        case .fixed(let table): table.count / width
        case .learned(let parameter), .stored(let parameter): parameter.rows
        case .none: nil
        }
    }

    func withUnsafePointer(_ body: (UnsafePointer<Float>?) -> Void) {
        switch self {
        case .fixed(let table): table.withUnsafeBufferPointer { body($0.baseAddress) }
        case .learned(let parameter), .stored(let parameter):
            body(UnsafePointer(parameter.values.baseAddress))
        case .none: body(nil)
        }
    }
}
