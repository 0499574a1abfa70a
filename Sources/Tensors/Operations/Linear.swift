internal import CKernels

extension Context {
    /// A linear map of every row: y = x Wᵀ + b.
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`.
    ///   - weight: `[out, in]`.
    ///   - bias: `[out]`.
    /// - Returns: `[rows, out]`.
    public func linear(_ x: Tensor, weight: Parameter, bias: Parameter?) -> Tensor {
        let y = product(x, weight: weight, bias: bias)
        tape?.record(y) { tape, yGradient in
            if let bias {
                ck_column_sums(
                    yGradient.elementType.kernelType, yGradient.pointer, Int64(yGradient.rows),
                    Int64(yGradient.columns), tape.parameterGradients.pointer(bias))
            }
            self.linearGradient(tape, yGradient, of: x, weight: weight)
        }
        return y
    }

    /// A linear map, an activation and dropout: y = dropout(f(x Wᵀ + b)).
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`.
    ///   - weight: `[out, in]`.
    ///   - bias: `[out]`.
    /// - Returns: `[rows, out]`.
    public func linear(
        _ x: Tensor, weight: Parameter, bias: Parameter, activation: Activation, dropout: Float
    ) -> Tensor {
        let dropout = nextDropout(dropout)
        let saved: Tensor
        let y: Tensor
        if activation == .relu {
            // Clipped inside the product. The zeros of y tell all that the gradient needs, those
            // that dropout made included.
            y = product(x, weight: weight, bias: bias, ProductOptions(relu: true))
            if dropout.probability > 0 {
                ck_dropout_apply(
                    y.elementType.kernelType, y.pointer, dropout, y.pointer, Int64(y.count))
            }
            saved = y
        } else {
            let preactivation = product(x, weight: weight, bias: bias)
            y = tape == nil ? preactivation : tensor(preactivation.rows, preactivation.columns)
            ck_activation_forward(
                y.elementType.kernelType, activation.kernel, preactivation.pointer, dropout,
                y.pointer, Int64(y.count))
            saved = activation.isInvertible && dropout.probability == 0 ? y : preactivation
        }
        tape?.record(y) { tape, yGradient in
            ck_activation_backward(
                yGradient.elementType.kernelType, activation.kernel, yGradient.pointer,
                saved.pointer, dropout, yGradient.pointer, tape.parameterGradients.pointer(bias),
                Int64(yGradient.rows), Int64(yGradient.columns))
            self.linearGradient(tape, yGradient, of: x, weight: weight)
        }
        return y
    }

    private func product(
        _ x: Tensor, weight: Parameter, bias: Parameter?,
        _ options: ProductOptions = ProductOptions()
    ) -> Tensor {
        precondition(
            x.columns == weight.columns,
            "linear: input \(x.shape) and weight \(weight.shape) differ in their last dimension")
        precondition(
            bias.map { $0.count == weight.rows } ?? true,
            "linear: weight \(weight.shape) and bias \(bias?.shape ?? [])")
        let y = tensor(x.rows, weight.rows)
        products.multiply(
            .plain(MatrixView(x)), .transposed(MatrixView(weight, precision)),
            bias: bias.flatMap { UnsafePointer($0.values.baseAddress) }, into: MatrixView(y),
            options)
        return y
    }

    /// dx += dy W and dW += dyᵀ x, added up inside the products.
    private func linearGradient(
        _ tape: Tape, _ yGradient: Tensor, of x: Tensor, weight: Parameter
    ) {
        tape.accumulate(x.key) { xGradient, accumulates in
            products.multiply(
                .plain(MatrixView(yGradient)), .plain(MatrixView(weight, precision)),
                into: MatrixView(xGradient), ProductOptions(accumulates: accumulates))
        }
        products.multiply(
            .transposed(MatrixView(yGradient)), .plain(MatrixView(x)),
            into: tape.parameterGradients.view(weight), ProductOptions(accumulates: true))
    }
}
