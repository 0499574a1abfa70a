import CKernels
import Tensors
import Testing

struct ResidualNormKernelTests {
    static let epsilon: Float = 1e-5

    /// The operands of one call.
    private struct Operands {
        let input, branch, gain, bias: KernelArray

        init(_ type: KernelType, _ shape: KernelShape, seed: UInt64) {
            var random = KernelRandom(seed)
            input = random.array(type, shape.count)
            branch = random.array(type, shape.count)
            gain = random.array(.float32, shape.width)
            bias = random.array(.float32, shape.width)
        }

        /// input + dropout(branch), as it is stored.
        func sum(_ dropout: ck_dropout) -> [Double] {
            zip(input.values, branch.values).enumerated().map { i, pair in
                Double(input.type.rounded(pair.0 + pair.1 * Float(dropout.factor(i))))
            }
        }
    }

    private func references(_ sum: [Double], _ shape: KernelShape) -> [Reference.LayerNorm] {
        (0..<shape.rows).map { r in
            Reference.LayerNorm(
                Array(sum[r * shape.width..<(r + 1) * shape.width]), epsilon: Double(Self.epsilon))
        }
    }

    private func outputs(_ rows: [Reference.LayerNorm], _ operands: Operands) -> [Double] {
        let gain = operands.gain.values.map(Double.init)
        let bias = operands.bias.values.map(Double.init)
        return rows.flatMap { $0.output(gain: gain, bias: bias) }
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func forwardNormalisesTheSum(type: KernelType, shape: KernelShape) {
        let operands = Operands(type, shape, seed: 1)
        for dropout in KernelDropout.allCases.map(\.kernel) {
            let sum = KernelArray(type, count: shape.count)
            let out = KernelArray(type, count: shape.count)
            let mean = KernelArray(.float32, count: shape.rows)
            let inverse = KernelArray(.float32, count: shape.rows)
            ck_residual_norm_forward(
                type.code, operands.input.data, operands.branch.data, operands.gain.floats,
                operands.bias.floats,
                Self.epsilon, dropout, sum.data, out.data, mean.floats, inverse.floats,
                Int64(shape.rows),
                Int64(shape.width))
            sum.expect(operands.sum(dropout), relative: 2 * type.precision, absolute: 1e-6, "sum")
            let rows = references(sum.values.map { Double($0) }, shape)
            mean.expect(rows.map(\.mean), relative: 1e-5, absolute: 1e-6, "mean")
            inverse.expect(rows.map(\.inverseDeviation), relative: 1e-5, absolute: 0, "inverse")
            out.expect(outputs(rows, operands), relative: type.precision, absolute: 1e-5, "out")
        }
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func withoutAnInputOrAGradientItNeedsNoMore(type: KernelType, shape: KernelShape) {
        let operands = Operands(type, shape, seed: 2)
        let alone = KernelArray(type, count: shape.count)
        ck_residual_norm_forward(
            type.code, nil, operands.branch.data, operands.gain.floats, operands.bias.floats,
            Self.epsilon, .off,
            nil, alone.data, nil, nil, Int64(shape.rows), Int64(shape.width))
        let rows = references(operands.branch.values.map { Double($0) }, shape)
        alone.expect(outputs(rows, operands), relative: type.precision, absolute: 1e-5)

        let both = references(operands.sum(.off), shape)
        // Over its own input.
        ck_residual_norm_forward(
            type.code, operands.input.data, operands.branch.data, operands.gain.floats,
            operands.bias.floats,
            Self.epsilon, .off, nil, operands.input.data, nil, nil, Int64(shape.rows),
            Int64(shape.width))
        operands.input.expect(outputs(both, operands), relative: type.precision, absolute: 1e-5)
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func backwardIsTheTransposedDerivative(type: KernelType, shape: KernelShape) {
        let operands = Operands(type, shape, seed: 3)
        let sum = operands.input
        var random = KernelRandom(4)
        let outGradient = random.array(type, shape.count)
        let rows = references(sum.values.map { Double($0) }, shape)
        let mean = KernelArray(.float32, rows.map { Float($0.mean) })
        let inverse = KernelArray(.float32, rows.map { Float($0.inverseDeviation) })
        let gains = operands.gain.values
        let outGradients = outGradient.values
        var gain = [Double](repeating: 1, count: shape.width)
        var bias = gain
        var s: [Double] = []
        for (r, row) in rows.enumerated() {
            let g = (0..<shape.width).map { c in Double(outGradients[r * shape.width + c]) }
            for c in 0..<shape.width {
                gain[c] += g[c] * row.normalised[c]
                bias[c] += g[c]
            }
            s += row.gradient(g.enumerated().map { $1 * Double(gains[$0]) })
        }
        // The gradient of a row whose deviation is next to nothing cancels almost wholly.
        let absolute = 1e-4 * (rows.map(\.inverseDeviation).max() ?? 1)
        for (dropout, accumulate) in zip(KernelDropout.allCases.map(\.kernel), [false, true]) {
            let input = random.array(type, shape.count)
            let branch = KernelArray(type, count: shape.count)
            let before = input.values
            let gainGradient = KernelArray(.float32, [Float](repeating: 1, count: shape.width))
            let biasGradient = KernelArray(.float32, [Float](repeating: 1, count: shape.width))
            ck_residual_norm_backward(
                type.code, outGradient.data, sum.data, operands.gain.floats, mean.floats,
                inverse.floats, dropout,
                input.data, accumulate ? 1 : 0, branch.data, gainGradient.floats,
                biasGradient.floats,
                Int64(shape.rows), Int64(shape.width))
            let inputs = s.enumerated().map { accumulate ? Double(before[$0]) + $1 : $1 }
            let branches = s.enumerated().map { $1 * dropout.factor($0) }
            input.expect(inputs, relative: type.precision, absolute: absolute, "input")
            branch.expect(branches, relative: type.precision, absolute: absolute, "branch")
            gainGradient.expect(gain, relative: 1e-5, absolute: 1e-4, "gain")
            biasGradient.expect(bias, relative: 1e-5, absolute: 1e-5, "bias")
        }
    }
}
