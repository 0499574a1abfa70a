import CKernels
import Foundation
import Tensors
import Testing

struct SoftmaxKernelTests {
    static let sizes = [0, 1, 7, 16, 33, 256, 1000, 10_001]

    @Test(arguments: sizes, [1, 0.5, 3] as [Float])
    func exponentialsAndTheirSum(count: Int, scale: Float) {
        var random = KernelRandom(UInt64(count))
        let x = random.floats(count, bound: 10)
        let shift = x.max() ?? 0
        let out = KernelArray(.float32, count: count)
        let sum = ck_exponentials(x, shift, scale, Int64(count), out.floats)
        let expected = x.map { exp(Double(scale * ($0 - shift))) }
        out.expect(expected, relative: 1e-6, absolute: 1e-38)
        let expectedSum = expected.reduce(0, +)
        #expect(abs(sum - expectedSum) <= 1e-6 * expectedSum)
    }

    @Test func whatIsImpossibleHasNoWeight() {
        let x: [Float] = [-.infinity, 2, -.infinity, 2]
        let out = KernelArray(.float32, count: 4)
        #expect(ck_exponentials(x, 2, 10, 4, out.floats) == 2)
        out.expect([0, 1, 0, 1], relative: 0, absolute: 0)
    }

    private func row(_ row: Int, of classes: Int, _ logits: [Float]) -> [Double] {
        logits[row * classes..<(row + 1) * classes].map(Double.init)
    }

    @Test(arguments: [1, 2, 5], [(0, 7), (1, 1), (3, 33), (2, 256), (2, 1000)])
    func theLogarithmOfTheMeanProbability(models: Int, size: (rows: Int, classes: Int)) {
        var random = KernelRandom(UInt64(models))
        let count = size.rows * size.classes
        // Some so improbable that their probability is no float.
        let logits = (0..<models).map { _ in random.floats(count, bound: 120) }
        let arrays = logits.map { KernelArray(.float32, $0) }
        let sums = logits.flatMap { model in
            (0..<size.rows).map {
                Float(Reference.logSumExp(row($0, of: size.classes, model)))
            }
        }
        let out = KernelArray(.float32, count: count)
        ck_log_mean_softmax(
            arrays.map { UnsafePointer($0.floats) }, sums, Int64(models), Int64(size.rows),
            Int64(size.classes), out.floats)
        let expected = (0..<size.rows).flatMap { place in
            Reference.logMeanSoftmax(logits.map { row(place, of: size.classes, $0) })
        }
        out.expect(expected, relative: 1e-6, absolute: 2e-5)
        // In the place of an operand.
        ck_log_mean_softmax(
            arrays.map { UnsafePointer($0.floats) }, sums, Int64(models), Int64(size.rows),
            Int64(size.classes), arrays[0].floats)
        #expect(arrays[0].values == out.values)
    }

    @Test func aClassIsImpossibleOnlyWhenAllModelsSaySo() {
        let one: [Float] = [0, -.infinity, -.infinity, .nan]
        let other: [Float] = [0, 0, -.infinity, 0]
        let out = KernelArray(.float32, count: 4)
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                ck_log_mean_softmax(
                    [one.baseAddress, other.baseAddress], [0, 0], 2, 1, 4, out.floats)
            }
        }
        let values = out.values
        #expect(values[0] == 0 && abs(values[1] - -0.6931472) < 1e-6)
        #expect(values[2] == -.infinity && values[3].isNaN)
    }
}
