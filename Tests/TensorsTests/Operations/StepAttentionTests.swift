import Basics
import Tensors
import Testing

struct StepAttentionTests {
    private let context = Context(precision: .float32)

    private func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Reference.Matrix {
        var random = RandomSource(seed: seed)
        return Reference.Matrix(
            rows, columns, (0..<rows * columns).map { _ in Double(random.nextNormal()) })
    }

    private func tensor(_ matrix: Reference.Matrix) -> Tensor {
        context.tensor(matrix.values.map(Float.init), matrix.rows, matrix.columns)
    }

    /// Every query asks for its own source rows, which overlap and are in no order.
    @Test(arguments: [false, true], [1, 7, 33])
    func contextVectorsAreThoseOfTheEquation(isAdditive: Bool, width: Int) {
        let query = matrix(3, width, seed: 1)
        let key = matrix(12, width, seed: 2)
        let value = matrix(12, 5, seed: 3)
        let store = ParameterStore()
        let v = store.declare(
            "vector", shape: [width], initializer: .normal(standardDeviation: 1))
        store.initialize(seed: 4)
        let sources = [4..<12, 0..<1, 2..<9]
        let (vectors, weights) = context.stepAttention(
            query: tensor(query), key: tensor(key), value: tensor(value),
            score: isAdditive ? .additive(v) : .dot,
            segments: AttentionSegments(oneQueryEach: sources))
        let expected = sources.enumerated().map { row, source in
            Reference.ContextVector(
                query: query[row], keys: key.rows(source), values: value.rows(source),
                score: isAdditive ? .additive(v: v.values.map(Double.init)) : .dot)
        }
        expect(vectors.array(), expected.flatMap(\.vector), relative: 1e-5, "context vectors")
        expect(weights.array(), expected.flatMap(\.weights), relative: 1e-5, "weights")
    }
}
