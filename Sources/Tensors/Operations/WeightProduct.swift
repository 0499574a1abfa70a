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

    private func multiplyInt8(_ x: MatrixView, _ weightProducts: [WeightProduct]) {
        var products = Int8Products(of: x, self)
        for product in weightProducts {
            var start = 0
            for part in product.weight.quantizedParts {
                products.append(
                    part, bias: product.bias(of: start), relu: product.relu,
                    into: product.result.columns(start..<start + part.rows))
                start += part.rows
            }
        }
        products.run()
    }

    /// result = x Wᵀ + b, with a matrix in eight bits that is no parameter.
    ///
    /// - Parameter x: `[rows, in]`.
    func multiplyInt8(
        _ x: MatrixView, _ weight: QuantizedMatrix, bias: Tensor, into result: Tensor
    ) {
        var products = Int8Products(of: x, self)
        products.append(
            weight, bias: UnsafePointer(bias.floats.baseAddress), into: MatrixView(result))
        products.run()
    }
}
