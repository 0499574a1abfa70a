import Tensors
import TestSupport
import Testing

struct AttentionTests {
    /// Sentences of 3, 1 and 4 rows.
    private let segments = AttentionSegments(queryOffsets: [0, 3, 4, 8], keyOffsets: [0, 3, 4, 8])
    private let context = Context(precision: .float32)

    private func attention(
        _ x: Tensor, isCausal: Bool = false, weights: UnsafeMutablePointer<Float>? = nil
    ) -> Tensor {
        context.attention(
            query: HeadColumns(x), key: HeadColumns(x, from: 6), value: HeadColumns(x, from: 12),
            segments: segments,
            shape: AttentionShape(heads: 2, headWidth: 3, isCausal: isCausal, dropout: 0),
            weights: weights)
    }

    @Test func fillerRowsAreZeroAndHaveNoInfluence() {
        // Memory that has been used before holds anything but zeros.
        do { _ = context.tensor([Float](repeating: .nan, count: 60), 10, 6) }
        let x = context.random(10, 18, seed: 1)
        for place in 8 * 18..<10 * 18 { x.floats[place] = .nan }
        let withFiller = attention(x).array()
        let without = attention(context.tensor(Array(x.array().prefix(8 * 18)), 8, 18)).array()
        #expect(Array(withFiller.prefix(8 * 6)) == without)
        #expect(withFiller.suffix(2 * 6).allSatisfy { $0 == 0 })
    }

    @Test func gradientsOfFillerRowsAreZero() throws {
        let x = context.random(10, 18, seed: 2)
        let gradient = try inputGradient(of: x) { attention(x) }
        #expect(gradient.suffix(2 * 18).allSatisfy { $0 == 0 })
    }

    @Test func columnsThatAreNotReadHaveNoGradient() throws {
        // Queries are 6 of the 10 columns; the rest must not receive what memory held before.
        let query = context.random(8, 10, seed: 3)
        let keysAndValues = context.random(8, 12, seed: 4)
        do { _ = context.tensor([Float](repeating: .nan, count: 80), 8, 10) }
        let gradient = try inputGradient(of: query) {
            context.attention(
                query: HeadColumns(query, from: 2), key: HeadColumns(keysAndValues),
                value: HeadColumns(keysAndValues, from: 6), segments: segments,
                shape: AttentionShape(heads: 2, headWidth: 3, isCausal: false, dropout: 0))
        }
        let unread = gradient.indices.filter { !(2..<8).contains($0 % 10) }
        #expect(unread.allSatisfy { gradient[$0] == 0 })
    }

    @Test(arguments: [false, true])
    func weightsOfEveryQueryAddUpToOneAndCausalOnesSeeNoLaterKey(isCausal: Bool) {
        let heads = 2
        var weights = [Float](repeating: -1, count: heads * (segments.pairOffsets.last ?? 0))
        _ = weights.withUnsafeMutableBufferPointer {
            attention(context.random(8, 18, seed: 5), isCausal: isCausal, weights: $0.baseAddress)
        }
        var offset = 0
        for length in [3, 1, 4] {
            for query in (0..<heads).flatMap({ _ in 0..<length }) {
                let row = weights[offset..<offset + length]
                #expect(abs(row.reduce(0, +) - 1) < 1e-5)
                if isCausal { #expect(row.dropFirst(query + 1).allSatisfy { $0 == 0 }) }
                offset += length
            }
        }
        #expect(offset == weights.count)
    }

    /// The gradient that reaches `x` from a loss behind the result of `operation`.
    private func inputGradient(of x: Tensor, _ operation: () -> Tensor) throws -> [Float] {
        let store = ParameterStore()
        let weight = store.declare(
            "table", shape: [5, 6], initializer: .normal(standardDeviation: 1))
        store.initialize(seed: 6)
        var tape: Tape?
        context.backpropagate(into: ParameterVector(for: store), dropout: nil) {
            tape = context.tape
            let output = operation()
            _ = context.crossEntropy(
                output, OutputTable(weight: weight, bias: nil),
                labels: (0..<output.rows).map { $0 < 8 ? 1 : -1 }, smoothing: 0)
        }
        return try #require(tape?.gradient(of: x)).array()
    }
}

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
