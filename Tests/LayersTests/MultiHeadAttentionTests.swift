import Basics
import Layers
import Tensors
import TestSupport
import Testing

struct MultiHeadAttentionTests {
    private static let width = 8

    private let store = ParameterStore()
    private let context = Context(precision: .float32)

    private func attention(isCausal: Bool) -> MultiHeadAttention {
        let attention = MultiHeadAttention(
            width: Self.width, heads: 2, site: isCausal ? .decoder : .encoderDecoder, dropout: 0,
            ParameterBuilder(store))
        store.allocateRandomly()
        return attention
    }

    @Test func attendingToItselfIsSelfAttention() {
        let attention = attention(isCausal: false)
        let x = context.random(9, Self.width)
        let segments = AttentionSegments(queryOffsets: [0, 5, 9], keyOffsets: [0, 5, 9])
        let memory = attention.keysAndValues(x, context)
        #expect(memory.shape == [9, 2 * Self.width])
        expect(
            attention.attend(x, to: memory, segments: segments, context).array(),
            attention.selfAttention(x, segments: segments, context).array(), absolute: 1e-5,
            "attention")
    }

    @Test func oneRowAfterTheOtherIsCausalSelfAttention() {
        let attention = attention(isCausal: true)
        let (hypotheses, length) = (3, 40)
        let x = context.random(hypotheses * length, Self.width)
        let offsets = (0...hypotheses).map { $0 * length }
        let whole = attention.selfAttention(
            x, segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets), context)
        var decoding = Decoding(attention, hypotheses: hypotheses, context)
        for position in 0..<length {
            // The last row belongs to no hypothesis.
            let rows = (0..<hypotheses).flatMap { hypothesis in
                let row = hypothesis * length + position
                return x.rows(row..<row + 1)
            }
            let filler = [Float](repeating: 7, count: Self.width)
            let step = decoding.step(context.tensor(rows + filler, hypotheses + 1, Self.width))
            for hypothesis in 0..<hypotheses {
                let row = hypothesis * length + position
                expect(
                    step.rows(hypothesis..<hypothesis + 1), whole.rows(row..<row + 1),
                    absolute: 1e-5, "hypothesis \(hypothesis), position \(position)")
            }
        }
        #expect(decoding.history.length == length)
    }

    @Test func selectedHypothesesKeepTheirPositions() {
        let attention = attention(isCausal: true)
        func steps(_ rows: [[Int]], select: [Int32]? = nil) -> Tensor {
            let x = context.random(20, Self.width)
            var decoding = Decoding(attention, hypotheses: rows[0].count, context)
            var result = x
            for (index, step) in rows.enumerated() {
                if index == rows.count - 1, let select { decoding.history.select(select) }
                let values = step.flatMap { x.rows($0..<$0 + 1) }
                result = decoding.step(context.tensor(values, step.count, Self.width))
            }
            return result
        }
        let selected = steps([[0, 1, 2], [3, 4, 5], [6, 7]], select: [2, 0])
        expect(
            selected.rows(0..<1), steps([[2], [5], [6]]).array(), absolute: 1e-5, "third hypothesis"
        )
        expect(
            selected.rows(1..<2), steps([[0], [3], [7]]).array(), absolute: 1e-5, "first hypothesis"
        )
    }

    /// Hypotheses chosen anew at every step: each attends to its own beginning, and to nothing
    /// else.
    @Test func chosenHypothesesAttendToTheirOwnBeginnings() {
        let attention = attention(isCausal: true)
        var random = RandomSource(seed: 5)
        var decoding = Decoding(attention, hypotheses: 4, context)
        var beginnings = [[Float]](repeating: [], count: 4)
        for _ in 0..<60 {
            let kept = (0..<4).map { _ in Int32(random.next() % UInt64(beginnings.count)) }
            decoding.history.select(kept)
            beginnings = kept.map { beginnings[Int($0)] }
            let rows = (0..<4).map { _ in (0..<Self.width).map { _ in random.nextNormal() } }
            for (hypothesis, row) in rows.enumerated() { beginnings[hypothesis] += row }
            let step = decoding.step(context.tensor(rows.flatMap { $0 }, 4, Self.width))
            for (hypothesis, beginning) in beginnings.enumerated() {
                let length = beginning.count / Self.width
                let whole = attention.selfAttention(
                    context.tensor(beginning, length, Self.width),
                    segments: AttentionSegments(
                        queryOffsets: [0, length], keyOffsets: [0, length]),
                    context)
                expect(
                    step.rows(hypothesis..<hypothesis + 1), whole.rows(length - 1..<length),
                    absolute: 1e-5, "hypothesis \(hypothesis), position \(length)")
            }
        }
    }

    @Test func recordedWeightsAreTheLayers() {
        let attention = attention(isCausal: true)
        let record = AttentionRecord(.attention)
        let x = context.random(5, Self.width)
        _ = attention.attend(
            x, to: attention.keysAndValues(x, context),
            segments: AttentionSegments(queryOffsets: [0, 2, 5], keyOffsets: [0, 2, 5]),
            record: record, context)
        #expect(record.layers.count == 1)
        #expect(record.layers[0].heads == 2)
        #expect(record.layers[0].weights.count == 2 * (2 * 2 + 3 * 3))
        // The first row of every sentence sees itself alone.
        #expect(Array(record.layers[0].weights[0..<2]) == [1, 0])
    }

    private func parameter(_ name: String) throws -> Parameter { try #require(store[name]) }

    /// What each head adds when rows attend to themselves.
    private func contributions(_ attention: MultiHeadAttention, _ x: Tensor) throws -> [[Float]] {
        let record = AttentionRecord([.encoderDecoder, .decoder, .contributions])
        let offsets = [0, x.rows]
        _ = attention.selfAttention(
            x, segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets),
            record: record, context)
        return try #require(record.layers.first).contributions
    }

    @Test func theOutputIsTheSumOfWhatHeadsAddAndTheBias() throws {
        let attention = attention(isCausal: false)
        let x = context.random(5, Self.width)
        let contributions = try contributions(attention, x)
        #expect(contributions.count == 2)
        let bias = Array(try parameter("out_proj.bias").values)
        let sum = contributions[0].indices.map { place in
            contributions[0][place] + contributions[1][place] + bias[place % Self.width]
        }
        let segments = AttentionSegments(queryOffsets: [0, 5], keyOffsets: [0, 5])
        expect(
            attention.selfAttention(x, segments: segments, context).array(), sum, absolute: 1e-5,
            "attention")
    }

    @Test func contributionsAreWrittenDownWhereTheyAreAskedFor() {
        let attention = attention(isCausal: true)
        let record = AttentionRecord(.attention)
        let x = context.random(3, Self.width)
        _ = attention.selfAttention(
            x, segments: AttentionSegments(queryOffsets: [0, 3], keyOffsets: [0, 3]),
            record: record, context)
        #expect(record.layers.map(\.contributions.isEmpty) == [true])
        #expect(record.layers.first?.output?.shape == [Self.width, Self.width])
    }

    @Test func aGateOfZeroTakesAwayWhatItsHeadAdds() throws {
        let attention = attention(isCausal: true)
        let x = context.random(6, Self.width)
        let segments = AttentionSegments(queryOffsets: [0, 6], keyOffsets: [0, 6])
        let contributions = try contributions(attention, x)
        let whole = attention.selfAttention(x, segments: segments, context).array()
        let expected = zip(whole, contributions[1]).map { $0 - $1 }
        let gates = HeadGates()
        gates[try parameter("out_proj.weight")] = [1, 0]
        context.withHeadGates(gates) {
            let self0 = attention.selfAttention(x, segments: segments, context)
            expect(self0.array(), expected, absolute: 1e-5, "self-attention")
            let memory = attention.keysAndValues(x, context)
            let attended = attention.attend(x, to: memory, segments: segments, context)
            expect(attended.array(), expected, absolute: 1e-5, "attention to a memory")
            var decoding = Decoding(attention, hypotheses: 1, context)
            for row in 0..<6 {
                let step = decoding.step(context.tensor(x.rows(row..<row + 1), 1, Self.width))
                expect(
                    step.array(), Array(expected[row * Self.width..<(row + 1) * Self.width]),
                    absolute: 1e-5, "step \(row)")
            }
        }
        expect(
            attention.selfAttention(x, segments: segments, context).array(), whole,
            "attention without gates again")
    }

    @Test func gatesAreThoseOfOneAttention() throws {
        let attention = attention(isCausal: true)
        let other = ParameterStore()
        let weight = other.declare("weight", shape: [8, 8], initializer: .constant(0))
        let x = context.random(3, Self.width)
        let segments = AttentionSegments(queryOffsets: [0, 3], keyOffsets: [0, 3])
        let whole = attention.selfAttention(x, segments: segments, context).array()
        let gates = HeadGates()
        gates[weight] = [0, 0]
        gates[try parameter("q_proj.weight")] = [0, 0]
        let gated = context.withHeadGates(gates) {
            attention.selfAttention(x, segments: segments, context).array()
        }
        #expect(gated == whole)
    }

    @Test func headsOfLayersAreJoinedSentenceBySentence() {
        let one = AttentionRecord.Layer(heads: 1, pairOffsets: [0, 2, 3], weights: [1, 2, 3])
        let two = AttentionRecord.Layer(
            heads: 2, pairOffsets: [0, 2, 3], weights: [4, 5, 6, 7, 8, 9])
        let joined = AttentionRecord.Layer(joiningHeadsOf: [one, two])
        #expect(joined.heads == 3 && joined.pairOffsets == [0, 2, 3])
        #expect(joined.weights == [1, 2, 4, 5, 6, 7, 3, 8, 9])
        #expect(joined.meanOverHeads(of: 0) == [11 / 3, 14 / 3])
        #expect(joined.meanOverHeads(of: 1) == [20 / 3])
    }
}

/// Causal self-attention one position after the other.
private struct Decoding {
    let attention: MultiHeadAttention
    let context: Context
    var history: KeyValueHistory
    var cache: KeyValueCache

    init(_ attention: MultiHeadAttention, hypotheses: Int, _ context: Context) {
        self.attention = attention
        self.context = context
        history = KeyValueHistory(hypotheses: hypotheses)
        cache = KeyValueCache()
    }

    mutating func step(_ x: Tensor) -> Tensor {
        history.append()
        return attention.selfAttentionStep(x, cache: &cache, history, context)
    }
}
