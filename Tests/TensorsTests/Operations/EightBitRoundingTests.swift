import Basics
import Tensors
import TestSupport
import Testing

/// Products of a model that learns to be used in eight bits.
struct EightBitRoundingTests {
    private let store = ParameterStore()
    private let weight: Parameter
    private let bias: Parameter
    private let rows = 9
    private let inputs = 20
    private let outputs = 70

    init() {
        weight = store.declare(
            "weight", shape: [outputs, inputs], initializer: .normal(standardDeviation: 0.5),
            isQuantizable: true)
        bias = store.declare(
            "bias", shape: [outputs], initializer: .normal(standardDeviation: 0.5))
        store.initialize(seed: 4)
        store.isRounded = true
    }

    private var weights: Reference.Matrix {
        Reference.Matrix(outputs, inputs, weight.values.map(Double.init))
    }

    private func rounded(_ x: Tensor) -> Reference.Matrix {
        Reference.Matrix(rows, inputs, x.array().map(Double.init)).withRowsInEightBits
    }

    /// The numbers of int8, though float32 computes with them.
    @Test func productsAreThoseOfInt8() {
        store.updateComputeCopy(.float32)
        store.updateComputeCopy(.int8)
        let (training, int8) = (Context(precision: .float32), Context(precision: .int8))
        let values = training.random(rows, inputs).array()
        let one = training.linear(
            training.tensor(values, rows, inputs), weight: weight, bias: bias)
        let other = int8.linear(int8.tensor(values, rows, inputs), weight: weight, bias: bias)
        expect(one.array(), other.array(), relative: 1e-5, absolute: 1e-5, "products")
        // Something was rounded.
        store.isRounded = false
        let unrounded = Context(precision: .float32).linear(
            training.tensor(values, rows, inputs), weight: weight, bias: bias)
        #expect(zip(one.array(), unrounded.array()).contains { abs($0 - $1) > 1e-4 })
    }

    /// dx = dy Ŵ and dW = dyᵀ x̂, where the hats are what products read: rounding itself has the
    /// gradient of nothing done.
    @Test func gradientsPassRoundingAsIfItWereNotThere() {
        store.updateComputeCopy(.float32)
        let context = Context(precision: .float32)
        let x = context.random(rows, inputs)
        let vector = context.random(rows, outputs, seed: 5)
        let gradients = ParameterVector(for: store)
        let xGradient = context.vectorJacobianProduct(withRespectTo: x, gradients: gradients) {
            let y = context.linear(x, weight: weight, bias: bias)
            return (y, context.tensor(vector.array(), rows, outputs))
        }
        let dy = Reference.Matrix(rows, outputs, vector.array().map(Double.init))
        let expectedInput = dy * weights.withOutputsInEightBits
        let expectedWeight = dy.transposed * rounded(x)
        expect(
            xGradient?.array() ?? [], expectedInput.values.map { Float($0) }, relative: 1e-4,
            absolute: 1e-4, "dx")
        expect(
            gradients.array(weight), expectedWeight.values.map { Float($0) }, relative: 1e-4,
            absolute: 1e-4, "dW")
    }

    private func negate() {
        for values in store.entries.map(\.parameter.values) {
            for place in values.indices { values[place] *= -1 }
        }
    }

    /// The weights stay what they are, and a part of the copy is rounded as the whole of it.
    @Test(arguments: Precision.trainable)
    func copiesAreRoundedInParts(precision: Precision) {
        guard precision.isSupported else { return }
        let before = weight.array()
        func product() -> [Float] {
            let context = Context(precision: precision)
            return context.linear(
                context.random(rows, inputs), weight: weight, bias: bias, elementType: .float32
            ).array()
        }
        store.updateComputeCopy(precision)
        let whole = product()
        negate()
        let places = [0, 7, 500, 501, 1399, store.count]
        store.updateComputeCopy(precision)
        negate()
        for (start, end) in zip(places, places.dropFirst()) {
            store.roundComputeCopy(precision, in: start..<end)
        }
        #expect(product() == whole)
        #expect(weight.array() == before)
    }
}
