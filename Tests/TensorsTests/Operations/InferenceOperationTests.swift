import Basics
import Tensors
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

    @Test func dropoutDropsItsShareAndKeepsTheMean() {
        let context = Context(precision: .float32)
        let count = 100 * 200
        let zeros = context.tensor([Float](repeating: 0, count: count), 100, 200)
        let ones = context.tensor([Float](repeating: 1, count: count), 100, 200)
        let values = context.recordingGradients(
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
        let (first, second) = context.recordingGradients(
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
