import Tensors
import TestSupport
import Testing

struct StepAttentionTests {
    private let context = Context(precision: .float32)

    private func matrix(_ tensor: Tensor) -> Reference.Matrix {
        Reference.Matrix(tensor.rows, tensor.columns, tensor.array().map(Double.init))
    }

    /// Every query asks for its own source rows, which overlap and are in no order.
    @Test(arguments: [false, true], [1, 7, 33])
    func contextVectorsAreThoseOfTheEquation(isAdditive: Bool, width: Int) {
        let query = context.random(3, width, seed: 1)
        let key = context.random(12, width, seed: 2)
        let value = context.random(12, 5, seed: 3)
        let store = ParameterStore()
        let v = store.declare(
            "vector", shape: [width], initializer: .normal(standardDeviation: 1))
        store.initialize(seed: 4)
        let sources = [4..<12, 0..<1, 2..<9]
        let (vectors, weights) = context.stepAttention(
            query: query, key: key, value: value,
            score: isAdditive ? .additive(v) : .dot,
            segments: AttentionSegments(oneQueryEach: sources))
        let expected = sources.enumerated().map { row, source in
            Reference.ContextVector(
                query: matrix(query)[row], keys: matrix(key).rows(source),
                values: matrix(value).rows(source),
                score: isAdditive ? .additive(v: v.values.map(Double.init)) : .dot)
        }
        expect(vectors.array(), expected.flatMap(\.vector), relative: 1e-5, "context vectors")
        expect(weights.array(), expected.flatMap(\.weights), relative: 1e-5, "weights")
    }
}
