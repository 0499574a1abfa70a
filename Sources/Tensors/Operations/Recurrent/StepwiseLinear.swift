internal import CKernels

/// A linear map, y = x Wᵀ + b, that is used once a step.
///
/// The gradient of its weights is made when the backward pass has gone through all steps, as one
/// product over all their rows: a product for every step would read and write the whole gradient
/// each time.
public final class StepwiseLinear {
    private let weight: Parameter
    private let bias: Parameter?
    private let context: Context
    /// The inputs of the steps that the backward pass has gone through, and the gradients of their
    /// outputs.
    private var steps: [(input: Tensor, gradient: Tensor)] = []

    /// The map for the steps of one pass.
    ///
    /// - Parameters:
    ///   - weight: `[out, in]`.
    ///   - bias: `[out]`.
    ///   - context: Where all steps run.
    public init(weight: Parameter, bias: Parameter?, _ context: Context) {
        self.weight = weight
        self.bias = bias
        self.context = context
        context.tape?.recordEnd { tape in self.addParameterGradients(tape) }
    }

    /// `[rows, in]` → `[rows, out]` of the type `elementType`; nil for the context's.
    public func callAsFunction(_ x: Tensor, elementType: ElementType? = nil) -> Tensor {
        let y = context.tensor(x.rows, weight.rows, elementType: elementType)
        let (input, xKey) = (context.productInput(x, of: weight), x.key)
        context.multiply(
            MatrixView(input), WeightProduct(weight: weight, bias: bias, result: MatrixView(y)))
        context.tape?.record(y) { [self] tape, gradient in
            let gradient = context.converted(gradient, to: context.elementType)
            tape.accumulate(xKey) { xGradient, accumulates in
                context.products.multiply(
                    .plain(MatrixView(gradient)), .plain(MatrixView(weight, context.precision)),
                    into: MatrixView(xGradient), ProductOptions(accumulates: accumulates))
            }
            steps.append((input, gradient))
        }
        return y
    }

    private func addParameterGradients(_ tape: Tape) {
        guard !steps.isEmpty else { return }
        let inputs = context.concatenateRows(steps.map(\.input))
        let gradients = context.concatenateRows(steps.map(\.gradient))
        steps = []
        if let bias {
            ck_column_sums(
                gradients.elementType.kernelType, gradients.pointer, Int64(gradients.rows),
                Int64(gradients.columns), tape.parameterGradients.pointer(bias))
        }
        context.products.multiply(
            .transposed(MatrixView(gradients)), .plain(MatrixView(inputs)),
            into: tape.parameterGradients.view(weight), ProductOptions(accumulates: true))
    }
}
