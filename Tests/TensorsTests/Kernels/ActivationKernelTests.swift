import CKernels
import Foundation
import Testing

struct ActivationKernelTests {
    enum Kind: UInt32, CaseIterable, Sendable {
        case relu, gelu, geluTanh, swish, tanh, sigmoid

        var code: ck_activation { ck_activation(rawValue: rawValue) }

        func value(_ x: Double) -> Double {
            switch self {
            case .relu: max(x, 0)
            case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
            case .geluTanh:
                0.5 * x * (1 + Foundation.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))
            case .swish: x / (1 + exp(-x))
            case .tanh: Foundation.tanh(x)
            case .sigmoid: 1 / (1 + exp(-x))
            }
        }

        /// By central differences: nothing is shared with the kernel's formula.
        func derivative(_ x: Double) -> Double {
            if self == .relu { return x > 0 ? 1 : 0 }
            let step = 1e-5
            return (value(x + step) - value(x - step)) / (2 * step)
        }

        /// Whether the gradient is read off y.
        func savesOutput(with dropout: ck_dropout) -> Bool {
            self == .relu || (dropout.probability == 0 && (self == .tanh || self == .sigmoid))
        }
    }

    @Test(arguments: KernelType.allCases, Kind.allCases)
    func forwardMatchesItsDefinition(type: KernelType, kind: Kind) {
        var random = KernelRandom(1)
        for shape in KernelShape.all {
            for dropout in KernelDropout.allCases.map(\.kernel) {
                let x = random.array(type, shape.count, bound: 12)
                let y = KernelArray(type, count: shape.count)
                ck_activation_forward(
                    type.code, kind.code, x.data, dropout, y.data, Int64(shape.count))
                let expected = x.values.enumerated().map { i, x in
                    kind.value(Double(x)) * dropout.factor(i)
                }
                y.expect(expected, relative: type.precision, absolute: 2e-6, "\(kind) \(shape)")
            }
        }
    }

    @Test(arguments: KernelType.allCases, Kind.allCases)
    func backwardMatchesDifferences(type: KernelType, kind: Kind) {
        var random = KernelRandom(2)
        for shape in KernelShape.all {
            for dropout in KernelDropout.allCases.map(\.kernel) {
                check(type, kind, shape, dropout, &random)
            }
        }
    }

    private func check(
        _ type: KernelType, _ kind: Kind, _ shape: KernelShape, _ dropout: ck_dropout,
        _ random: inout KernelRandom
    ) {
        let x = random.array(type, shape.count, bound: 4)
        let y = KernelArray(type, count: shape.count)
        ck_activation_forward(type.code, kind.code, x.data, dropout, y.data, Int64(shape.count))
        let gradient = random.array(type, shape.count)
        let saved = kind.savesOutput(with: dropout) ? y : x
        let expected = zip(gradient.values, x.values).enumerated().map { i, pair in
            Double(pair.0) * kind.derivative(Double(pair.1)) * dropout.factor(i)
        }
        let bias = KernelArray(.float32, [Float](repeating: 1, count: shape.width))
        var sums = [Double](repeating: 1, count: shape.width)
        for (i, value) in expected.enumerated() { sums[i % shape.width] += value }
        // In place: the gradient with respect to x replaces the one with respect to y.
        ck_activation_backward(
            type.code, kind.code, gradient.data, saved.data, dropout, gradient.data, bias.floats,
            Int64(shape.rows), Int64(shape.width))
        // A derivative taken from a rounded y is off by that rounding.
        let absolute = type == .float32 ? 1e-5 : 0.03
        gradient.expect(
            expected, relative: 2 * type.precision, absolute: absolute, "\(kind) \(shape)")
        bias.expect(
            sums, relative: 2 * type.precision, absolute: 6 * absolute, "bias of \(kind) \(shape)")
    }

    @Test(arguments: Kind.allCases)
    func notANumberShows(kind: Kind) {
        let x = KernelArray(.float32, [Float](repeating: .nan, count: 33))
        ck_activation_forward(CK_FLOAT32, kind.code, x.data, .off, x.data, 33)
        #expect(x.values.allSatisfy { $0.isNaN })
    }

    @Test(arguments: Kind.allCases)
    func extremesStayFinite(kind: Kind) {
        let x = KernelArray(.float32, [-1e30, -200, -88, 0, 88, 200, 1e4])
        let y = KernelArray(.float32, count: x.count)
        ck_activation_forward(CK_FLOAT32, kind.code, x.data, .off, y.data, Int64(x.count))
        y.expect(
            x.values.map { kind.value(Double($0)) + 0 }, relative: 1e-6, absolute: 1e-6, "\(kind)")
    }
}
