import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// A cross-entropy under test, and the same by `Reference.CrossEntropy`.
private final class CrossEntropyCase {
    let rows: Int
    let width = 5
    let classes = 9
    let smoothing: Float
    let x: [Float]
    let labels: [Int32]
    let store = ParameterStore()
    let table: OutputTable

    /// Every seventh row does not count.
    init(rows: Int, smoothing: Float, hasBias: Bool) {
        self.rows = rows
        self.smoothing = smoothing
        let weight = store.declare(
            "weight", shape: [classes, width], initializer: .normal(standardDeviation: 0.8))
        let bias = store.declare(
            "bias", shape: [1, classes], initializer: .normal(standardDeviation: 0.8),
            isTrainable: false)
        table = OutputTable(weight: weight, bias: hasBias ? bias : nil)
        store.allocate()
        var random = RandomSource(seed: 8)
        store.initialize(using: &random)
        x = (0..<rows * width).map { _ in random.nextNormal() }
        let classCount = classes
        labels = (0..<rows).map { $0 % 7 == 3 ? -1 : Int32($0 % classCount) }
    }

    struct Outcome {
        var loss = 0.0
        var negativeLogLikelihood = 0.0
        var tokens = 0
        var correct = 0
        var logProbabilities: [Double] = []
        var inputGradient: [Double]
        var weightGradient: [Double]
    }

    private func input(_ row: Int) -> [Double] {
        x[row * width..<(row + 1) * width].map(Double.init)
    }

    func logits(_ row: Int) -> [Double] {
        let input = self.input(row)
        return (0..<classes).map { c in
            let bias = Double(table.bias?.values[c] ?? 0)
            return input.indices.reduce(bias) { sum, k in
                sum + input[k] * Double(table.weight.values[c * width + k])
            }
        }
    }

    func reference() -> Outcome {
        var outcome = Outcome(
            inputGradient: Array(repeating: 0, count: x.count),
            weightGradient: Array(repeating: 0, count: classes * width))
        for row in 0..<rows { addReference(row, to: &outcome) }
        return outcome
    }

    private func addReference(_ row: Int, to outcome: inout Outcome) {
        let label = Int(labels[row])
        guard label >= 0 else {
            outcome.logProbabilities.append(0)
            return
        }
        let input = self.input(row)
        let reference = Reference.CrossEntropy(
            logits(row), label: label, smoothing: Double(smoothing))
        outcome.tokens += 1
        outcome.correct += reference.isCorrect ? 1 : 0
        outcome.logProbabilities.append(reference.logProbabilities[label])
        outcome.negativeLogLikelihood -= reference.logProbabilities[label]
        outcome.loss += reference.loss
        for (c, gradient) in reference.gradient.enumerated() {
            for k in 0..<width {
                outcome.inputGradient[row * width + k] +=
                    gradient * Double(table.weight.values[c * width + k])
                outcome.weightGradient[c * width + k] += gradient * input[k]
            }
        }
    }
}

struct CrossEntropyTests {
    // One block of logits has 128 rows.
    @Test(arguments: [1, 127, 128, 300], [Float(0), 0.1])
    func lossAndGradientsAreThoseOfTheDefinition(rows: Int, smoothing: Float) throws {
        for hasBias in [false, true] {
            try check(CrossEntropyCase(rows: rows, smoothing: smoothing, hasBias: hasBias))
        }
    }

    private func check(_ test: CrossEntropyCase) throws {
        let expected = test.reference()
        let context = Context(precision: .float32)
        let gradients = ParameterVector(for: test.store)
        let x = context.tensor(test.x, test.rows, test.width)
        var logProbabilities = [Float](repeating: .nan, count: test.rows)
        var tape: Tape?
        let sums = context.backpropagate(into: gradients, dropout: nil) {
            tape = context.tape
            return context.crossEntropy(
                x, test.table, labels: test.labels, smoothing: test.smoothing,
                logProbabilities: &logProbabilities)
        }
        #expect(abs(sums.loss - expected.loss) <= 1e-5 * expected.loss)
        #expect(
            abs(sums.negativeLogLikelihood - expected.negativeLogLikelihood)
                <= 1e-5 * expected.negativeLogLikelihood)
        #expect(sums.tokens == expected.tokens)
        #expect(sums.correct == expected.correct)
        expect(logProbabilities, expected.logProbabilities, relative: 1e-5, "log p")
        let inputGradient = try #require(tape?.gradient(of: x))
        expect(inputGradient.array(), expected.inputGradient, relative: 1e-5, "input gradient")
        expect(
            gradients.array(test.table.weight), expected.weightGradient, relative: 1e-5,
            absolute: 1e-5, "weight gradient")
    }

    @Test func withoutTapeTheLossIsTheSame() {
        let test = CrossEntropyCase(rows: 200, smoothing: 0.1, hasBias: true)
        let context = Context(precision: .float32)
        let sums = context.crossEntropy(
            context.tensor(test.x, test.rows, test.width), test.table, labels: test.labels,
            smoothing: 0.1)
        let expected = test.reference()
        #expect(abs(sums.loss - expected.loss) <= 1e-5 * expected.loss)
        #expect(sums.tokens == expected.tokens)
    }

    @Test func logitsAreProductAndBias() {
        let test = CrossEntropyCase(rows: 3, smoothing: 0, hasBias: true)
        let context = Context(precision: .float32)
        let logits = context.logits(
            context.tensor(test.x, test.rows, test.width), test.table)
        let expected = (0..<3).flatMap { test.logits($0) }
        expect(logits.array(), expected, relative: 1e-5, "logits")
    }

    @Test func meansAreSumsByTokens() {
        var total = LossSums()
        #expect(total.meanLoss == 0)
        var part = LossSums()
        part.loss = 6
        part.negativeLogLikelihood = 4
        part.tokens = 2
        part.correct = 1
        total += part
        total += part
        #expect(total.meanLoss == 3)
        #expect(total.meanNegativeLogLikelihood == 2)
        #expect(total.perplexity == exp(2))
        #expect(total.accuracy == 0.5)
        #expect(total.tokens == 4)
    }
}
