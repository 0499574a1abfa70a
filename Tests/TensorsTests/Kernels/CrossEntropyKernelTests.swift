import CKernels
import Foundation
import Tensors
import Testing

struct CrossEntropyKernelTests {
    static let shapes = [0, 1, 5].flatMap { rows in
        [1, 7, 33, 128, 1000].map { KernelShape(rows: rows, width: $0) }
    }

    @Test(arguments: KernelType.allCases, shapes)
    func matchesTheEquation(type: KernelType, shape: KernelShape) {
        for (smoothing, isBiased) in [(Float(0), false), (0.1, true)] {
            check(type, shape, smoothing: smoothing, isBiased: isBiased)
        }
    }

    private func check(_ type: KernelType, _ shape: KernelShape, smoothing: Float, isBiased: Bool) {
        var random = KernelRandom(UInt64(shape.count))
        // What lies between rows is not looked at, and stays.
        let stride = shape.width + 3
        let logits = random.array(.float32, shape.rows * stride, bound: 8)
        let bias = random.array(.float32, shape.width)
        // One row does not count; one target has the largest logit.
        let targets = (0..<shape.rows).map { $0 == 1 ? Int32(-1) : Int32($0 * 31 % shape.width) }
        if shape.rows > 2 { logits.floats[2 * stride + Int(targets[2])] = 20 }
        let gradient = KernelArray(type, count: shape.rows * stride)
        let token = KernelArray(.float32, count: shape.rows)
        // The kernel may write over them.
        let values = logits.values
        let result = ck_cross_entropy(
            type.code, logits.floats, isBiased ? bias.floats : nil, targets, smoothing, 0.5,
            gradient.data,
            token.floats, Int64(shape.rows), Int64(shape.width), Int64(stride))
        let offsets = bias.values
        var expected = ck_loss()
        var gradients: [Double] = []
        var logs: [Double] = []
        for (r, target) in targets.enumerated() {
            let row = (0..<shape.width).map { c in
                Double(values[r * stride + c] + (isBiased ? offsets[c] : 0))
            }
            let reference = Reference.CrossEntropy(
                row, label: Int(target), smoothing: Double(smoothing))
            gradients += reference.gradient.map { target < 0 ? 0 : 0.5 * $0 }
            gradients += [Double](repeating: .nan, count: stride - shape.width)
            logs.append(target < 0 ? 0 : reference.logProbabilities[Int(target)])
            guard target >= 0 else { continue }
            expected.loss += reference.loss
            expected.negative_log_likelihood -= reference.logProbabilities[Int(target)]
            expected.counted += 1
            expected.correct += reference.isCorrect ? 1 : 0
        }
        gradient.expect(gradients, relative: 5 * type.precision, absolute: 2e-7, "gradient")
        token.expect(logs, relative: 1e-6, absolute: 2e-6, "log probability")
        #expect(abs(result.loss - expected.loss) <= 1e-5 + 1e-6 * expected.loss)
        let likelihoods = (result.negative_log_likelihood, expected.negative_log_likelihood)
        #expect(abs(likelihoods.0 - likelihoods.1) <= 1e-5 + 1e-6 * likelihoods.1)
        #expect(result.counted == expected.counted && result.correct == expected.correct)
    }

    @Test func ofEqualLogitsTheFirstIsThePrediction() {
        var logits: [Float] = [1, 3, 3, 2, 1, 3, 3, 2]
        let result = ck_cross_entropy(CK_FLOAT32, &logits, nil, [1, 2], 0, 1, nil, nil, 2, 4, 4)
        #expect(result.correct == 1)
    }

    @Test func aForbiddenClassHasNoProbability() {
        var gradient = [Float](repeating: 1, count: 3)
        var logits: [Float] = [1, -.infinity, 1]
        let result = ck_cross_entropy(CK_FLOAT32, &logits, nil, [2], 0, 1, &gradient, nil, 1, 3, 3)
        #expect(abs(result.loss - log(2)) < 1e-6)
        #expect(gradient == [0.5, 0, -0.5])
    }

    @Test func notANumberShows() {
        var logits: [Float] = [1, .nan, 1]
        let result = ck_cross_entropy(CK_FLOAT32, &logits, nil, [0], 0.1, 1, nil, nil, 1, 3, 3)
        #expect(result.loss.isNaN)
    }

    @Test func hugeLogitsDoNotOverflow() {
        var gradient = [Float](repeating: 0, count: 3)
        var logits: [Float] = [3e4, -3e4, 2.9e4]
        let result = ck_cross_entropy(
            CK_FLOAT32, &logits, nil, [0], 0, 1, &gradient, nil, 1, 3, 3)
        #expect(result.loss == 0 && gradient == [0, 0, 0])
    }
}

struct BinaryCrossEntropyKernelTests {
    @Test(arguments: [0, 1, 7, 33, 1024, 5000])
    func matchesTheEquation(count: Int) {
        var random = KernelRandom(UInt64(count))
        let logits = random.floats(count, bound: 6)
        let targets = random.floats(count).map { $0 > 0 ? Float(1) : 0 }
        let gradient = KernelArray(.float32, count: count)
        let result = ck_binary_cross_entropy(logits, targets, gradient.floats, Int64(count))
        let probabilities = logits.map { 1 / (1 + exp(-Double($0))) }
        let loss = zip(probabilities, targets).reduce(0) {
            $0 - log($1.1 > 0 ? $1.0 : 1 - $1.0)
        }
        #expect(abs(result.loss - loss) <= 1e-5 * loss)
        #expect(Int(result.wrong) == zip(logits, targets).count { ($0 > 0) != ($1 > 0) })
        gradient.expect(
            zip(probabilities, targets).map { $0 - Double($1) }, relative: 2e-6, absolute: 1e-7)
        // Without a gradient the same.
        let again = ck_binary_cross_entropy(logits, targets, nil, Int64(count))
        #expect(again.loss == result.loss && again.wrong == result.wrong)
    }

    @Test func hugeLogitsDoNotOverflow() {
        let result = ck_binary_cross_entropy([500, -500, 500], [1, 0, 0], nil, 3)
        #expect(result.loss == 500 && result.wrong == 1)
    }
}
