internal import CKernels

extension Context {
    /// A linear map of every row: y = x Wᵀ + b.
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`.
    ///   - weight: `[out, in]`.
    ///   - bias: `[out]`.
    ///   - elementType: The type of the result; nil for the context's.
    /// - Returns: `[rows, out]`.
    public func linear(
        _ x: Tensor, weight: Parameter, bias: Parameter?, elementType: ElementType? = nil
    ) -> Tensor {
        let (input, xKey) = (productInput(x, of: weight), x.key)
        let y = product(input, weight: weight, bias: bias, elementType: elementType)
        tape?.record(y) { tape, yGradient in
            if let bias {
                ck_column_sums(
                    yGradient.elementType.kernelType, yGradient.pointer, Int64(yGradient.rows),
                    Int64(yGradient.columns), tape.parameterGradients.pointer(bias))
            }
            self.linearGradient(tape, yGradient, of: xKey, input: input, weight: weight)
        }
        return y
    }

    /// Two linear maps of the same rows, whose weights lie side by side, each with a result of its
    /// own; for int8 products the rows are rounded once. For inference: it leaves no gradient.
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`.
    ///   - weight: `[out, in]`.
    ///   - bias: `[out]`.
    ///   - count: Outputs of the first map.
    ///   - secondType: The type of the second result.
    /// - Returns: `[rows, count]` and `[rows, out - count]`.
    public func splitLinear(
        _ x: Tensor, weight: Parameter, bias: Parameter, splitAfter count: Int,
        secondType: ElementType
    ) -> (Tensor, Tensor) {
        precondition(tape == nil, "splitLinear has no gradient")
        let (first, second) = (0..<count, count..<weight.rows)
        let y = (
            tensor(x.rows, first.count), tensor(x.rows, second.count, elementType: secondType)
        )
        multiply(
            MatrixView(productInput(x, of: weight)),
            WeightProduct(
                weight: weight[rows: first], bias: bias[rows: first], result: MatrixView(y.0)),
            and: WeightProduct(
                weight: weight[rows: second], bias: bias[rows: second], result: MatrixView(y.1)))
        return y
    }

    /// A linear map, an activation and dropout: y = dropout(f(x Wᵀ + b)).
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`.
    ///   - weight: `[out, in]`.
    ///   - bias: `[out]`.
    ///   - activation: f.
    ///   - dropout: Probability of dropping an element.
    /// - Returns: `[rows, out]`.
    public func linear(
        _ x: Tensor, weight: Parameter, bias: Parameter, activation: Activation, dropout: Float
    ) -> Tensor {
        let dropout = nextDropout(dropout)
        let (input, xKey) = (productInput(x, of: weight), x.key)
        let saved: Tensor
        let y: Tensor
        if activation == .relu {
            // Clipped inside the product. The zeros of y tell all that the gradient needs, those
            // that dropout made included.
            y = product(input, weight: weight, bias: bias, relu: true)
            if dropout.probability > 0 {
                ck_dropout_apply(
                    y.elementType.kernelType, y.pointer, dropout, y.pointer, Int64(y.count))
            }
            saved = y
        } else {
            let preactivation = product(input, weight: weight, bias: bias)
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
            self.linearGradient(tape, yGradient, of: xKey, input: input, weight: weight)
        }
        return y
    }

    private func product(
        _ x: Tensor, weight: Parameter, bias: Parameter?, relu: Bool = false,
        elementType: ElementType? = nil
    ) -> Tensor {
        let y = tensor(x.rows, weight.rows, elementType: elementType)
        multiply(
            MatrixView(x),
            WeightProduct(weight: weight, bias: bias, relu: relu, result: MatrixView(y)))
        return y
    }

    /// dx += dy W and dW += dyᵀ x, added up inside the products.
    ///
    /// - Parameter input: x as the product read it.
    private func linearGradient(
        _ tape: Tape, _ yGradient: Tensor, of x: TensorKey, input: Tensor, weight: Parameter
    ) {
        tape.accumulate(x) { xGradient, accumulates in
            products.multiply(
                .plain(MatrixView(yGradient)), .plain(MatrixView(weight, precision)),
                into: MatrixView(xGradient), ProductOptions(accumulates: accumulates))
        }
        products.multiply(
            .transposed(MatrixView(yGradient)), .plain(MatrixView(input)),
            into: tape.parameterGradients.view(weight), ProductOptions(accumulates: true))
    }
}
