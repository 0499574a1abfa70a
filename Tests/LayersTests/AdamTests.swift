import Basics
import Foundation
import Layers
import Tensors
import TestSupport
import Testing

/// Adam (Kingma & Ba 2015, algorithm 1), AdamW's decay, clipping and the moving average, in double
/// precision, weight by weight.
private struct PlainAdam {
    let options: AdamOptions
    var weights: [Double]
    var average: [Double]
    private var moment1: [Double]
    private var moment2: [Double]
    private var steps = 0.0

    init(_ weights: [Double], _ options: AdamOptions) {
        self.options = options
        self.weights = weights
        average = weights
        moment1 = weights.map { _ in 0 }
        moment2 = moment1
    }

    /// - Parameter decays: Which weights decay.
    /// - Returns: The gradient's norm.
    mutating func step(_ gradient: [Double], learningRate: Double, decays: [Bool]) -> Double {
        steps += 1
        let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let clip = options.clipNorm > 0 ? min(1, options.clipNorm / norm) : 1
        let averageDecay = min(options.averageDecay, (1 + steps) / (10 + steps))
        for i in weights.indices {
            let g = clip * gradient[i]
            moment1[i] = options.beta1 * moment1[i] + (1 - options.beta1) * g
            moment2[i] = options.beta2 * moment2[i] + (1 - options.beta2) * g * g
            let mean = moment1[i] / (1 - pow(options.beta1, steps))
            let variance = moment2[i] / (1 - pow(options.beta2, steps))
            let decay = decays[i] ? options.weightDecay * weights[i] : 0
            weights[i] -=
                learningRate * (mean / (variance.squareRoot() + options.epsilon) + decay)
            average[i] = averageDecay * average[i] + (1 - averageDecay) * weights[i]
        }
        return norm
    }
}

struct AdamTests {
    private static let options = [
        AdamOptions(),
        AdamOptions(beta1: 0.8, beta2: 0.999, epsilon: 1e-4),
        AdamOptions(weightDecay: 0.1),
        AdamOptions(clipNorm: 0.5),
        AdamOptions(weightDecay: 0.01, clipNorm: 1, averageDecay: 0.9),
    ]

    private let store = ParameterStore()
    private let matrix: Parameter
    private let vector: Parameter
    private let constant: Parameter

    init() {
        // More than a cache line each, so that several workers have a share.
        matrix = store.declare("matrix", shape: [7, 9], initializer: .xavierUniform)
        vector = store.declare("vector", shape: [33], initializer: .normal(standardDeviation: 1))
        constant = store.declare(
            "constant", shape: [3], initializer: .constant(4), isTrainable: false)
        store.allocate()
        var random = RandomSource(seed: 1)
        store.initialize(using: &random)
    }

    private var weights: [Float] { Array(matrix.values) + Array(vector.values) }

    /// Random gradients of `workers` workers and the sum of them.
    private func gradients(
        workers: Int, using random: inout RandomSource
    ) -> (parts: [ParameterVector], sum: [Double]) {
        var sum = [Double](repeating: 0, count: matrix.count + vector.count)
        let parts = (0..<workers).map { _ in
            let part = ParameterVector(for: store)
            var place = 0
            for parameter in [matrix, vector] {
                for index in 0..<parameter.count {
                    let value = random.nextNormal()
                    part[parameter][index] = value
                    sum[place] += Double(value)
                    place += 1
                }
            }
            return part
        }
        return (parts, sum)
    }

    @Test(arguments: options, [1, 3])
    func stepsAreThoseOfTheAlgorithm(options: AdamOptions, workers: Int) throws {
        let pool = WorkerPool(count: workers, precision: .float32)
        let adam = Adam(store, options)
        var plain = PlainAdam(weights.map(Double.init), options)
        let decays = (0..<matrix.count + vector.count).map { $0 < matrix.count }
        var random = RandomSource(seed: 2)
        for step in 1...5 {
            let (parts, sum) = gradients(workers: workers, using: &random)
            let norm = try adam.step(
                GradientSum(of: parts, for: store, on: pool), scale: 0.25,
                learningRate: 0.01 * Double(step), on: pool)
            let expected = plain.step(
                sum.map { 0.25 * $0 }, learningRate: 0.01 * Double(step), decays: decays)
            #expect(abs(norm - expected) < 1e-5 * expected)
            #expect(adam.stepCount == step)
        }
        expect(weights, plain.weights.map { Float($0) }, absolute: 2e-6, "weights")
        if let average = adam.average {
            withExtendedLifetime(average) {
                expect(
                    Array(average[matrix]) + Array(average[vector]),
                    plain.average.map { Float($0) }, absolute: 2e-6, "average")
            }
        }
        #expect((adam.average != nil) == (options.averageDecay > 0))
        #expect(Array(constant.values) == [4, 4, 4])
    }

    @Test(arguments: [Float.nan, .infinity])
    func aGradientThatIsNotFiniteChangesNothing(value: Float) throws {
        let pool = WorkerPool(count: 2, precision: .float32)
        let adam = Adam(store, AdamOptions(clipNorm: 1))
        let gradient = ParameterVector(for: store)
        gradient[vector][5] = value
        let before = weights
        let sum = try GradientSum(
            of: [gradient, ParameterVector(for: store)], for: store, on: pool)
        let norm = try adam.step(sum, scale: 1, learningRate: 0.1, on: pool)
        #expect(!norm.isFinite)
        #expect(weights == before)
        #expect(adam.stepCount == 0)
    }

    @Test(.enabled(if: Precision.fastest == .bfloat16))
    func theCopyForProductsFollowsTheWeights() throws {
        let pool = WorkerPool(count: 1, precision: .bfloat16)
        store.updateComputeCopy(.bfloat16)
        var random = RandomSource(seed: 2)
        let parts = gradients(workers: 1, using: &random).parts
        _ = try Adam(store, AdamOptions()).step(
            GradientSum(of: parts, for: store, on: pool), scale: 1, learningRate: 0.1, on: pool)
        let context = Context(precision: .bfloat16)
        let identity = context.tensor(
            (0..<81).map { $0 / 9 == $0 % 9 ? 1 : 0 }, 9, 9)
        let written = context.linear(identity, weight: matrix, bias: nil).array()
        store.updateComputeCopy(.bfloat16)
        #expect(written == context.linear(identity, weight: matrix, bias: nil).array())
    }
}
