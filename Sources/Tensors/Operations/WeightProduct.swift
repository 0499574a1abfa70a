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

    /// The address of the bias of an output.
    fileprivate func bias(of output: Int) -> UnsafePointer<Float>? {
        bias?.values.baseAddress.map { UnsafePointer($0 + output) }
    }
}

extension Context {
    /// Computes one product of rows, or two of the same, in the arithmetic of the context's precision.
    ///
    /// - Parameter x: `[rows, in]`.
    func multiply(_ x: MatrixView, _ product: WeightProduct, and other: WeightProduct? = nil) {
        prepare(x, product)
        other.map { prepare(x, $0) }
        if precision == .int8 {
            appendInt8(x, product)
            other.map { appendInt8(x, $0) }
            int8Products.run(self)
        } else {
            multiplyFloat(x, product)
            other.map { multiplyFloat(x, $0) }
        }
    }

    private func prepare(_ x: MatrixView, _ product: WeightProduct) {
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

    private func multiplyFloat(_ x: MatrixView, _ product: WeightProduct) {
        products.multiply(
            .plain(x), .transposed(MatrixView(product.weight, precision)),
            bias: product.bias.flatMap { UnsafePointer($0.values.baseAddress) },
            into: product.result, ProductOptions(relu: product.relu))
    }

    private func appendInt8(_ x: MatrixView, _ product: WeightProduct) {
        var start = 0
        product.weight.store.forEachQuantizedPart(of: product.weight) { part in
            int8Products.append(
                x, part, bias: product.bias(of: start), relu: product.relu,
                into: product.result.columns(start..<start + part.rows), self)
            start += part.rows
        }
    }

    /// result = x Wᵀ + b, with a matrix in eight bits that is no parameter.
    ///
    /// - Parameter x: `[rows, in]`.
    func multiplyInt8(
        _ x: MatrixView, _ weight: QuantizedMatrix, bias: Tensor, into result: Tensor
    ) {
        int8Products.append(
            x, weight, bias: UnsafePointer(bias.floats.baseAddress), into: MatrixView(result), self)
        int8Products.run(self)
    }
}
