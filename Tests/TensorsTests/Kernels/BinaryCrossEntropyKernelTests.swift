import CKernels
import Foundation
import Testing

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
