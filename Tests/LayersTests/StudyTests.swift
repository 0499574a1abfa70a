import Layers
import Tensors
import TestSupport
import Testing

/// Layers that lack something, as those have them who study what it is there for.
struct StudyTests {
    private static let width = 12

    private let store = ParameterStore()
    private let context = Context(precision: .float32)

    private func matrix(_ tensor: Tensor) -> Reference.Matrix {
        Reference.Matrix(tensor.rows, tensor.columns, tensor.array().map(Double.init))
    }

    private func values(_ name: String) throws -> [Double] {
        try #require(store[name]).values.map(Double.init)
    }

    private func linear(_ name: String) throws -> Reference.Linear {
        Reference.Linear(
            weight: Reference.Matrix(Self.width, Self.width, try values("\(name).weight")),
            bias: try values("\(name).bias"))
    }

    /// An attention without division by √d_k, without projections, or without both.
    private func attention(
        _ site: AttentionSite, isScaled: Bool, isProjected: Bool
    ) throws -> (layer: MultiHeadAttention, reference: Reference.MultiHeadAttention) {
        let layer = MultiHeadAttention(
            width: Self.width, heads: 3, site: site, dropout: 0, isScaled: isScaled,
            isProjected: isProjected, ParameterBuilder(store))
        store.allocateRandomly()
        let reference = Reference.MultiHeadAttention(
            heads: 3, isCausal: site == .decoder, scale: isScaled ? nil : 1,
            queries: isProjected ? try linear("q_proj") : nil,
            keys: isProjected ? try linear("k_proj") : nil,
            values: isProjected ? try linear("v_proj") : nil, output: try linear("out_proj"))
        return (layer, reference)
    }

    private static let lacks = [(false, true), (true, false), (false, false)]

    @Test(arguments: lacks, [AttentionSite.encoder, .decoder])
    func selfAttentionIsTheEquationWithoutWhatItLacks(
        lack: (isScaled: Bool, isProjected: Bool), site: AttentionSite
    ) throws {
        let (layer, reference) = try attention(
            site, isScaled: lack.isScaled, isProjected: lack.isProjected)
        #expect(store.entries.count == (lack.isProjected ? 8 : 2))
        let x = context.random(9, Self.width)
        let offsets = [0, 5, 6, 9]
        let y = layer.selfAttention(
            x, segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets), context)
        let expected = zip(offsets, offsets.dropFirst()).map { matrix(x).rows($0..<$1) }
            .flatMap { reference($0, over: $0).values }
        expect(y.array(), expected.map(Float.init), absolute: 1e-5, "self-attention")
    }

    @Test(arguments: lacks)
    func crossAttentionIsTheEquationWithoutWhatItLacks(
        lack: (isScaled: Bool, isProjected: Bool)
    ) throws {
        let (layer, reference) = try attention(
            .encoderDecoder, isScaled: lack.isScaled, isProjected: lack.isProjected)
        let x = context.random(4, Self.width)
        let memory = context.random(7, Self.width, seed: 3)
        let y = layer.attend(
            x, to: layer.keysAndValues(memory, context),
            segments: AttentionSegments(queryOffsets: [0, 4], keyOffsets: [0, 7]), context)
        let expected = reference(matrix(x), over: matrix(memory))
        expect(y.array(), expected.values.map(Float.init), absolute: 1e-5, "cross-attention")
    }

    @Test(arguments: lacks)
    func oneRowAfterTheOtherIsCausalSelfAttention(
        lack: (isScaled: Bool, isProjected: Bool)
    ) throws {
        let (layer, _) = try attention(
            .decoder, isScaled: lack.isScaled, isProjected: lack.isProjected)
        let x = context.random(6, Self.width)
        let whole = layer.selfAttention(
            x, segments: AttentionSegments(queryOffsets: [0, 6], keyOffsets: [0, 6]), context)
        var history = KeyValueHistory(hypotheses: 1)
        var cache = KeyValueCache()
        for row in 0..<6 {
            history.append()
            let step = layer.selfAttentionStep(
                context.tensor(x.rows(row..<row + 1), 1, Self.width), cache: &cache, history,
                context)
            expect(step.array(), whole.rows(row..<row + 1), absolute: 1e-5, "row \(row)")
        }
    }

    /// In training a position sees those after it; a step cannot see what has not been said.
    @Test func withoutAMaskTheLastRowAloneIsAsItIsStepByStep() throws {
        let layer = MultiHeadAttention(
            width: Self.width, heads: 3, site: .decoder, dropout: 0, isMasked: false,
            ParameterBuilder(store))
        store.allocateRandomly()
        let x = context.random(4, Self.width)
        let segments = AttentionSegments(queryOffsets: [0, 4], keyOffsets: [0, 4])
        let record = AttentionRecord([.decoder, .projections])
        let whole = layer.selfAttention(x, segments: segments, record: record, context)
        let recorded = try #require(record.layers.first)
        #expect(recorded.weights.allSatisfy { $0 > 0 })
        #expect(recorded.projections?.isCausal == false)
        var history = KeyValueHistory(hypotheses: 1)
        var cache = KeyValueCache()
        for row in 0..<4 {
            history.append()
            let step = layer.selfAttentionStep(
                context.tensor(x.rows(row..<row + 1), 1, Self.width), cache: &cache, history,
                context
            ).array()
            let differs = zip(step, whole.rows(row..<row + 1)).contains { abs($0 - $1) > 1e-3 }
            #expect(differs == (row < 3), "row \(row)")
        }
    }

    @Test(arguments: [true, false])
    func theScaleIsWrittenDown(isScaled: Bool) throws {
        let (layer, _) = try attention(.encoder, isScaled: isScaled, isProjected: true)
        let record = AttentionRecord([.encoder, .projections])
        _ = layer.selfAttention(
            context.random(2, Self.width),
            segments: AttentionSegments(queryOffsets: [0, 2], keyOffsets: [0, 2]),
            record: record, context)
        #expect(record.layers.first?.projections?.scale == (isScaled ? 0.5 : 1))
    }

    @Test(arguments: [NormPlacement.post, .pre], [(false, true), (true, false), (false, false)])
    func addAndNormIsWhatIsLeft(
        placement: NormPlacement, parts: (residual: Bool, norm: Bool)
    ) throws {
        let layer = AddAndNorm(
            width: Self.width, placement: placement, dropout: 0, hasResidual: parts.residual,
            hasNorm: parts.norm, ParameterBuilder(store))
        if parts.norm { store.allocateRandomly() }
        #expect(store.entries.count == (parts.norm ? 2 : 0))
        func norm(_ x: Reference.Matrix) throws -> Reference.Matrix {
            guard parts.norm else { return x }
            let (gain, bias) = (try values("weight"), try values("bias"))
            let rows = (0..<x.rows).flatMap {
                Reference.LayerNorm(x[$0], epsilon: 1e-5).output(gain: gain, bias: bias)
            }
            return Reference.Matrix(x.rows, x.columns, rows)
        }
        func sum(_ x: Reference.Matrix, _ y: Reference.Matrix) -> Reference.Matrix {
            parts.residual
                ? Reference.Matrix(x.rows, x.columns) { x[$0, $1] + y[$0, $1] } : y
        }
        // The sublayer doubles what it is given.
        func doubled(_ x: Reference.Matrix) -> Reference.Matrix {
            Reference.Matrix(x.rows, x.columns, x.values.map { 2 * $0 })
        }
        let x = context.random(4, Self.width)
        let y = layer(x, context) { context.residual($0, $0, dropout: 0) }
        let own = matrix(x)
        let expected =
            placement == .post
            ? try norm(sum(own, doubled(own))) : sum(own, doubled(try norm(own)))
        expect(y.array(), expected.values.map(Float.init), absolute: 1e-5, "add and norm")
    }

    /// Every head adds the same, and all together as much as heads that differ.
    @Test func headsThatStartAlikeAddTheSame() throws {
        func recorded(alike: Bool) throws -> (heads: [[Float]], sum: [Float]) {
            let store = ParameterStore()
            let layer = MultiHeadAttention(
                width: 48, heads: 4, site: .encoder, dropout: 0, headsStartAlike: alike,
                ParameterBuilder(store))
            store.initialize(seed: 6)
            let record = AttentionRecord([.encoder, .contributions])
            let offsets = Array(stride(from: 0, through: 90, by: 3))
            let sum = layer.selfAttention(
                context.random(90, 48),
                segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets),
                record: record, context)
            return (try #require(record.layers.first).contributions, sum.array())
        }
        func size(_ values: [Float]) -> Float { values.reduce(0) { $0 + $1 * $1 } }
        let (alike, whole) = (try recorded(alike: true), try recorded(alike: false))
        for head in 1..<4 {
            expect(alike.heads[head], alike.heads[0], relative: 1e-5, "head \(head)")
            let difference = zip(whole.heads[head], whole.heads[0]).map { $0 - $1 }
            #expect(size(difference) > size(whole.heads[0]))
        }
        let ratio = size(alike.sum) / size(whole.sum)
        #expect(ratio > 0.5 && ratio < 2, "\(ratio)")
    }

    @Test func withoutPositionsOrderChangesNothing() {
        let tokens = TokenEmbedding(vocabulary: 9, width: 6, ParameterBuilder(store))
        let layer = InputEmbedding(
            tokens: tokens, isScaled: false, positions: .none(count: 20, width: 6), dropout: 0)
        store.allocateRandomly()
        let x = layer([3, 8, 3], positionIDs: [0, 1, 2], context)
        #expect(x.rows(0..<1) == x.rows(2..<3))
        #expect(x.rows(0..<1) == Array(tokens.weight.values[18..<24]))
    }
}
