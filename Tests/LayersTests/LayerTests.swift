import Basics
import Layers
import Tensors
import TestSupport
import Testing

struct LayerTests {
    private let store = ParameterStore()
    private let context = Context(precision: .float32)

    @Test func pathsDeriveFromNesting() {
        let layer = ParameterBuilder(store)["model"]["layers"][3]
        _ = MultiHeadAttention(
            width: 4, heads: 2, site: .encoder, dropout: 0, layer["self_attn"])
        _ = AddAndNorm(width: 4, placement: .post, dropout: 0, layer["self_attn_layer_norm"])
        _ = FeedForward(width: 4, innerWidth: 6, activation: .relu, activationDropout: 0, layer)
        let shapes = store.entries.map { "\($0.name) \($0.parameter.shape)" }
        let attention = ["q_proj", "k_proj", "v_proj", "out_proj"]
        let expected =
            attention.flatMap { ["self_attn.\($0).weight [4, 4]", "self_attn.\($0).bias [4]"] }
            + ["self_attn_layer_norm.weight [4]", "self_attn_layer_norm.bias [4]"]
            + ["fc1.weight [6, 4]", "fc1.bias [6]", "fc2.weight [4, 6]", "fc2.bias [4]"]
        #expect(shapes.sorted() == expected.map { "model.layers.3.\($0)" }.sorted())
    }

    @Test func aLinearLayerComputesSomeOfItsOutputsAlone() {
        let linear = Linear(
            stacking: ["a", "b", "c"], 5, 3, ParameterBuilder(store))
        store.allocateRandomly()
        let x = context.random(4, 5)
        let all = linear(x, context).array()
        let some = linear[outputs: 3..<6](x, context)
        #expect(some.shape == [4, 3])
        let expected = (0..<4).flatMap { all[$0 * 9 + 3..<$0 * 9 + 6] }
        expect(some.array(), expected, absolute: 1e-5, "outputs")
    }

    @Test func theFeedForwardNetworkIsItsEquation() {
        let feedForward = FeedForward(
            width: 2, innerWidth: 3, activation: .relu, activationDropout: 0.5,
            ParameterBuilder(store))
        store.allocate()
        func set(_ name: String, _ values: [Float]) {
            for (place, value) in values.enumerated() { store[name]?.values[place] = value }
        }
        set("fc1.weight", [1, 0, 0, 1, 1, 1])
        set("fc1.bias", [0, -3, 1])
        set("fc2.weight", [1, 2, 3, 4, 5, 6])
        set("fc2.bias", [10, 20])
        // max(0, [1, 2 - 3, 4]) = [1, 0, 4]
        #expect(feedForward(context.tensor([1, 2], 1, 2), context).array() == [23, 48])
    }

    @Test func aNormalisedRowHasTheGainsDeviationAboutTheBias() {
        let norm = LayerNorm(width: 64, ParameterBuilder(store))
        store.allocate()
        store["weight"]?.values.update(repeating: 3)
        store["bias"]?.values.update(repeating: 5)
        let x = context.random(4, 64)
        let y = norm(x, context)
        for row in 0..<4 {
            let values = y.rows(row..<row + 1)
            let mean = values.reduce(0, +) / 64
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 64
            #expect(abs(mean - 5) < 1e-4)
            #expect(abs(variance - 9) < 1e-2)
        }
    }

    @Test func postAndPreNormDifferInWhereTheNormStands() {
        let post = AddAndNorm(width: 8, placement: .post, dropout: 0, ParameterBuilder(store)["a"])
        let pre = AddAndNorm(width: 8, placement: .pre, dropout: 0, ParameterBuilder(store)["a2"])
        let norm = LayerNorm(width: 8, ParameterBuilder(store)["a3"])
        store.allocateRandomly()
        for name in ["weight", "bias"] {
            for place in 0..<8 {
                let value = store["a.\(name)"]?.values[place] ?? 0
                store["a2.\(name)"]?.values[place] = value
                store["a3.\(name)"]?.values[place] = value
            }
        }
        let x = context.random(3, 8)
        func double(_ x: Tensor) -> Tensor { context.residual(x, x, dropout: 0) }
        expect(
            post(x, context, sublayer: double).array(),
            norm(context.residual(x, double(x), dropout: 0), context).array(), absolute: 1e-5,
            "post-norm")
        expect(
            pre(x, context, sublayer: double).array(),
            context.residual(x, double(norm(x, context)), dropout: 0).array(), absolute: 1e-5,
            "pre-norm")
    }
}

extension ParameterStore {
    /// Makes the memory and fills it with random numbers, biases and gains included.
    func allocateRandomly(seed: UInt64 = 1) {
        allocate()
        var random = RandomSource(seed: seed)
        initialize(using: &random)
        addNoise(0.2, using: &random)
    }
}

extension Tensor {
    /// The numbers of some rows.
    func rows(_ range: Range<Int>) -> [Float] {
        Array(array()[range.lowerBound * columns..<range.upperBound * columns])
    }
}
