import Basics
import Tensors
import TestSupport
import Testing

struct InferenceOperationTests {
    @Test(arguments: Precision.allCases)
    func gatheredRowsAreThoseOfTheMatrix(precision: Precision) {
        let context = Context(precision: precision)
        let matrix = context.tensor([1, 2, 3, 4, 5, 6], 3, 2)
        #expect(context.gatherRows(matrix, [2, 0, 2, 2]).array() == [5, 6, 1, 2, 5, 6, 5, 6])
    }

    @Test func theMostProbableClassesComeFirstWithTheirLogProbabilities() {
        let context = Context(precision: .float32)
        let logits = context.tensor([0, 2, 1, 2, 0, 0, 0, 0], 2, 4)
        let top = context.logSoftmaxTopK(logits, k: 2)
        // Of equal ones the smaller index is first.
        #expect(top.indices == [1, 3, 0, 1])
        // log(1 + 2 e² + e) = 2.917576, log 4 = 1.386294
        expect(
            top.logProbabilities, [-0.917576, -0.917576, -1.386294, -1.386294], relative: 1e-5,
            "log p")
    }

    @Test func weightsAreProbabilitiesButForTheirSum() {
        let context = Context(precision: .float32)
        let logits = context.tensor([9, 9, 9, 0, 2, 1], 2, 3)
        expect(context.logSumExp(logits), [10.098612, 2.407606], relative: 1e-6, "log sum exp")
        var weights = [Float](repeating: 0, count: 3)
        let sum = context.softmaxWeights(
            logits, row: 1, shift: 2, temperature: 0.5, into: &weights)
        expect(weights, [0.018316, 1, 0.135335], relative: 1e-5, "weights")
        #expect(abs(sum - 1.153651) < 1e-5)
    }

    @Test func theMeanOfSoftmaxesLeavesFillerRowsOut() {
        let context = Context(precision: .float32)
        // Probabilities 1/4, 3/4 and 1/2, 1/2; the second tensor has a row more.
        let one = context.tensor([0, 1.0986123], 1, 2)
        let two = context.tensor([5, 5, 7, 8], 2, 2)
        let mean = context.logMeanSoftmax([one, two], rows: 1)
        #expect(mean.shape == [1, 2])
        expect(mean.array(), [-0.980829, -0.470004], relative: 1e-5, "log of 3/8 and 5/8")
    }

    @Test func dropoutDropsItsShareAndKeepsTheMean() {
        let context = Context(precision: .float32)
        let count = 100 * 200
        let zeros = context.tensor([Float](repeating: 0, count: count), 100, 200)
        let ones = context.tensor([Float](repeating: 1, count: count), 100, 200)
        let values = context.backpropagate(
            into: ParameterVector(for: allocatedStore()), dropout: RandomSource(seed: 1)
        ) { context.residual(zeros, ones, dropout: 0.25).array() }
        let dropped = values.count { $0 == 0 }
        #expect(abs(Double(dropped) / Double(count) - 0.25) < 0.01)
        #expect(values.allSatisfy { $0 == 0 || abs($0 - 4 / 3) < 1e-6 })
    }

    @Test func withoutASourceNothingIsDropped() {
        let context = Context(precision: .float32)
        let x = context.tensor([1, 2, 3, 4], 2, 2)
        let zeros = context.tensor([0, 0, 0, 0], 2, 2)
        #expect(context.residual(zeros, x, dropout: 0.9).array() == [1, 2, 3, 4])
    }

    @Test func everyOperationDropsOtherElements() {
        let context = Context(precision: .float32)
        let zeros = context.tensor([Float](repeating: 0, count: 256), 16, 16)
        let ones = context.tensor([Float](repeating: 1, count: 256), 16, 16)
        let (first, second) = context.backpropagate(
            into: ParameterVector(for: allocatedStore()), dropout: RandomSource(seed: 1)
        ) {
            (
                context.residual(zeros, ones, dropout: 0.5).array(),
                context.residual(zeros, ones, dropout: 0.5).array()
            )
        }
        #expect(first != second)
    }

    private func allocatedStore() -> ParameterStore {
        let store = ParameterStore()
        store.allocate()
        return store
    }
}
