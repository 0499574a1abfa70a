internal import CKernels

/// The gain and bias of a layer normalisation.
public struct NormParameters: Sendable {
    /// `[width]`.
    public let gain: Parameter
    /// `[width]`.
    public let bias: Parameter
    /// Added to the variance before the root.
    public let epsilon: Float

    /// The parameters of one norm.
    public init(gain: Parameter, bias: Parameter, epsilon: Float) {
        self.gain = gain
        self.bias = bias
        self.epsilon = epsilon
    }
}

extension Context {
    /// Layer normalisation (Ba et al. 2016) of every row: gain · (x − mean) / √(variance + ε) +
    /// bias. `[rows, width]` → `[rows, width]`.
    public func layerNorm(_ x: Tensor, _ norm: NormParameters) -> Tensor {
        normalise(branch: x, residual: nil, norm, .off)
    }

    /// The paper's post-norm residual (section 5.4 gives the dropout): layerNorm(x +
    /// dropout(branch)). Everything is `[rows, width]`.
    public func residualNorm(
        _ x: Tensor, _ branch: Tensor, _ norm: NormParameters, dropout: Float
    ) -> Tensor {
        precondition(x.shape == branch.shape, "residual of \(x.shape) and \(branch.shape)")
        return normalise(branch: branch, residual: x, norm, nextDropout(dropout))
    }

    /// x + dropout(branch), without a norm. Everything is `[rows, width]`.
    public func residual(_ x: Tensor, _ branch: Tensor, dropout: Float) -> Tensor {
        precondition(x.shape == branch.shape, "residual of \(x.shape) and \(branch.shape)")
        let dropout = nextDropout(dropout)
        let out = tensor(x.rows, x.columns)
        ck_residual(
            elementType.kernelType, x.pointer, branch.pointer, dropout, out.pointer,
            Int64(out.count))
        tape?.record(out) { [xKey = x.key, branchKey = branch.key] tape, gradient in
            let branchGradient = tape.emptyTensor(like: branchKey)
            ck_dropout_apply(
                gradient.elementType.kernelType, gradient.pointer, dropout, branchGradient.pointer,
                Int64(gradient.count))
            tape.accumulate(branchKey, giving: branchGradient)
            tape.accumulate(xKey, giving: gradient)
        }
        return out
    }

    private func normalise(
        branch: Tensor, residual: Tensor?, _ norm: NormParameters, _ dropout: ck_dropout
    ) -> Tensor {
        let (rows, width) = (branch.rows, branch.columns)
        precondition(
            norm.gain.count == width,
            "layer norm of width \(norm.gain.count) over rows of \(branch.shape)")
        let out = tensor(rows, width)
        let statistics = tape.map { _ in tensor(2, rows, elementType: .float32) }
        let mean = statistics?.floats.baseAddress
        // Without a residual the input is its own sum.
        let sum = residual == nil ? branch : tape.map { _ in tensor(rows, width) }
        ck_residual_norm_forward(
            elementType.kernelType, residual?.pointer, branch.pointer, norm.gain.values.baseAddress,
            norm.bias.values.baseAddress, norm.epsilon, dropout,
            residual == nil ? nil : sum?.pointer, out.pointer, mean, mean.map { $0 + rows },
            Int64(rows), Int64(width))
        guard let tape, let statistics, let sum else { return out }
        let branchKey = branch.key
        let residualKey = residual?.key
        tape.record(out) { tape, gradient in
            let mean = statistics.floats.baseAddress
            func backward(_ input: Tensor?, accumulates: Bool, _ branch: Tensor?) {
                ck_residual_norm_backward(
                    gradient.elementType.kernelType, gradient.pointer, sum.pointer,
                    norm.gain.values.baseAddress, mean, mean.map { $0 + rows }, dropout,
                    input?.pointer, accumulates ? 1 : 0, branch?.pointer,
                    tape.parameterGradients.pointer(norm.gain),
                    tape.parameterGradients.pointer(norm.bias), Int64(rows), Int64(width))
            }
            guard let residualKey else {
                tape.accumulate(branchKey) { backward($0, accumulates: $1, nil) }
                return
            }
            let branchGradient = tape.emptyTensor(like: branchKey)
            tape.accumulate(residualKey) { backward($0, accumulates: $1, branchGradient) }
            tape.accumulate(branchKey, giving: branchGradient)
        }
        return out
    }
}
