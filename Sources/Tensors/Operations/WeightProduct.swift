internal import CKernels

/// A product of activations with the rows of a weight matrix: result = x Wᵀ + b, clipped below at
/// zero when `relu`.
struct WeightProduct {
    /// `[out, in]`.
    let weight: Parameter
    /// `[out]`.
    let bias: Parameter?
    var relu = false
    /// `[rows, out]`.
    let result: MatrixView

    /// The columns of the result from `output` on, as int8 products write them.
    fileprivate func kernelResult(from output: Int) -> ck_int8_result {
        ck_int8_result(
            bias: bias?.values.baseAddress.map { UnsafePointer($0 + output) },
            relu: relu ? 1 : 0, type: result.elementType.kernelType,
            out: result.pointer + output * result.elementType.byteCount,
            stride: Int64(result.stride))
    }
}

extension Context {
    /// Computes products of the same rows in the arithmetic of the context's precision.
    ///
    /// - Parameter x: `[rows, in]`.
    func multiply(_ x: MatrixView, _ weightProducts: WeightProduct...) {
        for product in weightProducts {
            precondition(
                x.columns == product.weight.columns && x.rows == product.result.rows
                    && product.weight.rows == product.result.columns
                    && product.bias.map { $0.count == product.weight.rows } ?? true,
                """
                product of [\(x.rows), \(x.columns)] and a weight \(product.weight.shape) with \
                bias \(product.bias?.shape ?? []) into [\(product.result.rows), \
                \(product.result.columns)]
                """)
            weightOperations += 2 * x.rows * product.weight.count
            inputRanges?.note(x, readBy: product.weight)
        }
        if precision == .int8 {
            multiplyInt8(x, weightProducts)
        } else {
            for product in weightProducts { multiplyFloat(x, product) }
        }
    }

    private func multiplyFloat(_ x: MatrixView, _ product: WeightProduct) {
        products.multiply(
            .plain(x), .transposed(MatrixView(product.weight, precision)),
            bias: product.bias.flatMap { UnsafePointer($0.values.baseAddress) },
            into: product.result, ProductOptions(relu: product.relu))
    }

    /// The rows are rounded to eight bits once for all products that read them alike.
    private func multiplyInt8(_ x: MatrixView, _ weightProducts: [WeightProduct]) {
        precondition(tape == nil, "int8 products have no gradient")
        var last: QuantizedRows?
        for product in weightProducts {
            var start = 0
            for part in product.weight.quantizedParts {
                var rows = last ?? QuantizedRows(x, by: part.inputMultiplier, self)
                if rows.multiplier != part.inputMultiplier {
                    rows = QuantizedRows(x, by: part.inputMultiplier, self)
                }
                last = rows
                var (matrix, result) = (part.kernelMatrix, product.kernelResult(from: start))
                ck_int8_product(&rows.kernelRows, &matrix, &result)
                start += part.rows
            }
        }
    }
}

extension Context {
    /// result = x Wᵀ + b, with a matrix in eight bits that is no parameter.
    ///
    /// - Parameter x: `[rows, in]`.
    func multiplyInt8(
        _ x: MatrixView, _ weight: QuantizedMatrix, bias: Tensor, into result: Tensor
    ) {
        precondition(tape == nil, "int8 products have no gradient")
        var rows = QuantizedRows(x, by: weight.inputMultiplier, self)
        var matrix = weight.kernelMatrix
        var kernelResult = ck_int8_result(
            bias: UnsafePointer(bias.floats.baseAddress), relu: 0,
            type: result.elementType.kernelType, out: result.pointer,
            stride: Int64(result.columns))
        ck_int8_product(&rows.kernelRows, &matrix, &kernelResult)
    }
}

/// Activations rounded to eight bits: each row over its own range, or all by one multiplier.
private struct QuantizedRows {
    var kernelRows: ck_int8_rows
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
        kernelRows = ck_int8_rows(
            codes: start.assumingMemoryBound(to: UInt8.self),
            scales: (start + codeCount).assumingMemoryBound(to: Float.self),
            zeros: (start + codeCount + x.rows * 4).assumingMemoryBound(to: Int32.self),
            rows: Int64(x.rows), columns: Int64(x.columns))
        self.multiplier = multiplier
        let numbers = x.pointer.assumingMemoryBound(to: Float.self)
        if let multiplier {
            ck_int8_quantize_rows_by(numbers, multiplier, &kernelRows)
        } else {
            ck_int8_quantize_rows(numbers, &kernelRows)
        }
    }
}
