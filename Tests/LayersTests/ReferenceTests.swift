import Layers
import Tensors
import TestSupport
import Testing

/// Holds layers to their readable twins.
struct ReferenceTests {
    private let store = ParameterStore()
    private let context = Context(precision: .float32)

    private func matrix(_ tensor: Tensor) -> Reference.Matrix {
        Reference.Matrix(tensor.rows, tensor.columns, tensor.array().map(Double.init))
    }

    private func vector(_ name: String) throws -> [Double] {
        try #require(store[name]).values.map(Double.init)
    }

    private func matrix(_ name: String) throws -> Reference.Matrix {
        let parameter = try #require(store[name])
        return Reference.Matrix(
            parameter.rows, parameter.columns, parameter.values.map(Double.init))
    }

    private func linear(_ name: String) throws -> Reference.Linear {
        Reference.Linear(weight: try matrix("\(name).weight"), bias: try vector("\(name).bias"))
    }

    /// Rows of every sentence, by its offsets.
    private func sentences(_ matrix: Reference.Matrix, _ offsets: [Int]) -> [Reference.Matrix] {
        zip(offsets, offsets.dropFirst()).map { matrix.rows($0..<$1) }
    }

    private func attention(
        isCausal: Bool
    ) throws -> (layer: MultiHeadAttention, reference: Reference.MultiHeadAttention) {
        let layer = MultiHeadAttention(
            width: 12, heads: 3, site: isCausal ? .decoder : .encoder, dropout: 0,
            ParameterBuilder(store))
        store.allocateRandomly()
        let reference = Reference.MultiHeadAttention(
            heads: 3, isCausal: isCausal, queries: try linear("q_proj"),
            keys: try linear("k_proj"), values: try linear("v_proj"),
            output: try linear("out_proj"))
        return (layer, reference)
    }

    @Test(arguments: [false, true])
    func selfAttentionIsTheEquation(isCausal: Bool) throws {
        let (layer, reference) = try attention(isCausal: isCausal)
        let x = context.random(9, 12)
        let offsets = [0, 5, 6, 9]
        let y = layer.selfAttention(
            x, segments: AttentionSegments(queryOffsets: offsets, keyOffsets: offsets), context)
        let expected = sentences(matrix(x), offsets).flatMap { reference($0, over: $0).values }
        expect(y.array(), expected.map(Float.init), absolute: 1e-5, "self-attention")
    }

    @Test func crossAttentionIsTheEquation() throws {
        let (layer, reference) = try attention(isCausal: false)
        let x = context.random(7, 12)
        let memory = context.random(8, 12, seed: 3)
        let (queryOffsets, keyOffsets) = ([0, 2, 7], [0, 6, 8])
        let y = layer.attend(
            x, to: layer.keysAndValues(memory, context),
            segments: AttentionSegments(queryOffsets: queryOffsets, keyOffsets: keyOffsets),
            context)
        let pairs = zip(
            sentences(matrix(x), queryOffsets), sentences(matrix(memory), keyOffsets))
        let expected = pairs.flatMap { reference($0, over: $1).values }
        expect(y.array(), expected.map(Float.init), absolute: 1e-5, "cross-attention")
    }

    @Test func aLinearLayerIsTheEquation() throws {
        let layer = Linear(5, 7, ParameterBuilder(store)["layer"])
        store.allocateRandomly()
        let x = context.random(4, 5)
        let expected = try linear("layer")(matrix(x))
        expect(
            layer(x, context).array(), expected.values.map(Float.init), absolute: 1e-5,
            "linear layer")
    }

    @Test func theFeedForwardNetworkIsTheEquation() throws {
        let layer = FeedForward(
            width: 6, innerWidth: 10, activation: .relu, activationDropout: 0,
            ParameterBuilder(store))
        store.allocateRandomly()
        let x = context.random(4, 6)
        let reference = Reference.FeedForward(
            expand: try linear("fc1"), contract: try linear("fc2"))
        let expected = reference(matrix(x))
        expect(
            layer(x, context).array(), expected.values.map(Float.init), absolute: 1e-5,
            "feed-forward network")
    }

    @Test(arguments: [6, 7])
    func whatEntersAStackIsTheEquation(width: Int) throws {
        let tokens = TokenEmbedding(vocabulary: 9, width: width, ParameterBuilder(store))
        let layer = InputEmbedding(
            tokens: tokens, isScaled: true, positions: .sinusoidal(count: 20, width: width),
            dropout: 0)
        store.allocateRandomly()
        let sentences = [[3, 8, 1], [0], [4, 4, 7, 2]]
        let y = layer(
            sentences.flatMap { $0.map(Int32.init) },
            positionIDs: sentences.flatMap { $0.indices.map(Int32.init) }, context)
        let positions = Reference.positionalEncoding(places: 4, width: width)
        let expected = try sentences.flatMap {
            Reference.inputEmbedding($0, table: try matrix("weight"), positions: positions).values
        }
        expect(y.array(), expected.map(Float.init), absolute: 1e-5, "embedding")
    }

    @Test func addAndNormIsTheEquation() throws {
        let layer = AddAndNorm(width: 12, placement: .post, dropout: 0, ParameterBuilder(store))
        store.allocateRandomly()
        let x = context.random(4, 12)
        let sublayer = context.random(4, 12, seed: 3)
        let y = layer(x, context) { _ in sublayer }
        let expected = Reference.addAndNorm(
            matrix(x), matrix(sublayer), gain: try vector("weight"), bias: try vector("bias"),
            epsilon: 1e-5)
        expect(y.array(), expected.values.map(Float.init), absolute: 1e-5, "add and norm")
    }

    @Test(arguments: RecurrentCell.allCases)
    func aRecurrentLayerIsItsEquations(cell: RecurrentCell) throws {
        let width = 6
        let layer = RecurrentLayer(cell: cell, inputWidth: 5, width: width, ParameterBuilder(store))
        store.allocateRandomly()
        let reference = Reference.RecurrentLayer(
            cell, input: try linear("input"), hidden: try matrix("hidden.weight"),
            hiddenBias: cell == .gru ? try vector("hidden.bias") : [])
        let offsets = [0, 3, 3, 10, 11]
        let x = context.random(11, 5)
        let steps = TimeSteps(sentenceOffsets: offsets, rows: 11)
        let states = layer(context.gatherRows(x, steps.packedRows), steps: steps, context)
            .map { context.gatherRows($0, steps.timeRows) }
        let zeros = [Double](repeating: 0, count: width)
        let expected = sentences(matrix(x), offsets).flatMap {
            reference($0, from: .init(hidden: zeros, cell: cell == .lstm ? zeros : []))
        }
        expect(
            states.hidden.array(), expected.flatMap(\.hidden).map(Float.init), absolute: 1e-5,
            "hidden states")
        if let cells = states.cell {
            expect(cells.array(), expected.flatMap(\.cell).map(Float.init), absolute: 1e-5, "cells")
        }
    }
}
