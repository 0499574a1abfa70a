internal import CKernels

/// Products of the same activations with matrices in eight bits, which are computed together.
///
/// A context has one, and uses it for one operation after the other, so that its lists are made once.
final class Int8Products {
    private var calls: [ck_int8_call] = []
    /// The activations in eight bits, as the products read them.
    private var rows: [Int8Rows] = []

    /// Adds result = x Wᵀ + b, clipped below at zero when `relu`. The rows are rounded to eight bits once
    /// for all products in a row that read them alike.
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`: the same for all products until they are run.
    ///   - matrix: W, which has to outlive the products.
    ///   - bias: b, `[out]`.
    ///   - relu: Whether the result is clipped.
    ///   - result: `[rows, out]`.
    ///   - context: Where they will run.
    func append(
        _ x: MatrixView, _ matrix: QuantizedMatrix, bias: UnsafePointer<Float>?, relu: Bool = false,
        into result: MatrixView, _ context: Context
    ) {
        if rows.isEmpty || rows[rows.count - 1].multiplier != matrix.inputMultiplier {
            rows.append(Int8Rows(x, by: matrix.inputMultiplier, context))
        }
        calls.append(
            ck_int8_call(
                left: rows[rows.count - 1].kernelRows, right: matrix.kernelMatrix,
                result: ck_int8_result(
                    bias: bias, relu: relu ? 1 : 0, type: result.elementType.kernelType,
                    out: result.pointer, stride: Int64(result.stride))))
    }

    /// Computes all, beside those who help the context, where there are some: each of them reads some
    /// outputs' weights. The sums are exact, so that it does not matter who computes which.
    func run(_ context: Context) {
        precondition(context.tape == nil, "int8 products have no gradient")
        context.runInParts { ck_int8_products($0, calls, Int64(calls.count)) }
        calls.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
    }
}

/// Activations rounded to eight bits: each row over its own range, or all by one multiplier.
private struct Int8Rows {
    let kernelRows: ck_int8_rows
    /// Nil where each row has a range of its own.
    let multiplier: Float?
    /// The memory that `kernelRows` speaks of: codes, then scales, then zeros.
    private let memory: Tensor

    init(_ x: MatrixView, by multiplier: Float?, _ context: Context) {
        precondition(
            x.elementType == .float32 && x.stride == x.columns,
            "rounding rows of \(x.elementType) to eight bits")
        let group = QuantizedMatrix.group
        let codeCount = x.rows * ((x.columns + group - 1) / group * group)
        memory = context.tensor(1, codeCount + x.rows * 8, elementType: .int8)
        let start = memory.pointer
        var rows = ck_int8_rows(
            codes: start.assumingMemoryBound(to: UInt8.self),
            scales: (start + codeCount).assumingMemoryBound(to: Float.self),
            zeros: (start + codeCount + x.rows * 4).assumingMemoryBound(to: Int32.self),
            rows: Int64(x.rows), columns: Int64(x.columns))
        self.multiplier = multiplier
        let numbers = x.pointer.assumingMemoryBound(to: Float.self)
        if let multiplier {
            ck_int8_quantize_rows_by(numbers, multiplier, &rows)
        } else {
            ck_int8_quantize_rows(numbers, &rows)
        }
        kernelRows = rows
    }
}
