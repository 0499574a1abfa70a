import Basics
import Tensors
import TestSupport
import Testing

/// An operation under test: what it reads, and how it is called.
struct OperationCase: Sendable, CustomTestStringConvertible {
    typealias Operation =
        @Sendable (_ context: Context, _ inputs: [Tensor], _ parameters: [Parameter]) -> Tensor

    let name: String
    /// The shapes of the tensors that the operation reads, `[rows, columns]` each.
    let inputs: [[Int]]
    /// The shapes of the parameters that it reads.
    let parameters: [[Int]]
    /// The width of its result.
    let width: Int
    /// Whether dropout has a source; the operation says how much it drops.
    let drops: Bool
    /// Changes the random parameters before the first run.
    let prepare: @Sendable ([Parameter]) -> Void
    let run: Operation

    init(
        _ name: String, inputs: [[Int]], parameters: [[Int]] = [], width: Int, drops: Bool = false,
        prepare: @escaping @Sendable ([Parameter]) -> Void = { _ in }, run: @escaping Operation
    ) {
        self.name = name
        self.inputs = inputs
        self.parameters = parameters
        self.width = width
        self.drops = drops
        self.prepare = prepare
        self.run = run
    }

    var testDescription: String { name }
}

/// Runs an operation and a loss behind it, and holds the gradients on the tape to finite
/// differences.
///
/// The loss is a cross-entropy over random logits of the operation's result: every element of the
/// result takes part with a weight of its own.
final class GradientCheck {
    private static let classes = 7

    let operation: OperationCase
    private let store = ParameterStore()
    private let parameters: [Parameter]
    private let table: OutputTable
    private var inputs: [[Float]]

    /// What one run yields; gradients by what they are of.
    struct Outcome {
        let output: [Float]
        let loss: Double
        let gradients: [(name: String, values: [Float])]
    }

    /// Inputs and parameters are drawn at random.
    init(_ operation: OperationCase) {
        self.operation = operation
        parameters = operation.parameters.enumerated().map { [store] in
            store.declare(
                "parameter \($0)", shape: $1, initializer: .normal(standardDeviation: 0.5))
        }
        table = OutputTable(
            weight: store.declare(
                "table", shape: [Self.classes, operation.width],
                initializer: .normal(standardDeviation: 1)),
            bias: nil)
        store.allocate()
        var random = RandomSource(seed: 3)
        store.initialize(using: &random)
        operation.prepare(parameters)
        inputs = operation.inputs.map { shape in
            (0..<shape[0] * shape[1]).map { _ in 0.7 * random.nextNormal() }
        }
    }

    /// The operation's result, the loss behind it, and the gradients of everything it read.
    func run(_ precision: Precision = .float32, on context: Context? = nil) -> Outcome {
        store.updateComputeCopy(precision)
        let context = context ?? Context(precision: precision)
        let parameterGradients = ParameterVector(for: store)
        let tensors = zip(inputs, operation.inputs).map { context.tensor($0, $1[0], $1[1]) }
        var tape: Tape?
        let (output, loss) = context.backpropagate(
            into: parameterGradients, dropout: operation.drops ? RandomSource(seed: 5) : nil
        ) {
            tape = context.tape
            let output = operation.run(context, tensors, parameters)
            let labels = (0..<output.rows).map { Int32($0 % Self.classes) }
            let sums = context.crossEntropy(output, table, labels: labels, smoothing: 0)
            return (output.array(), sums.loss)
        }
        let ofInputs = tensors.enumerated().map { index, tensor in
            let zeros = [Float](repeating: 0, count: tensor.count)
            return ("input \(index)", tape?.gradient(of: tensor)?.array() ?? zeros)
        }
        let ofParameters = parameters.enumerated().map { index, parameter in
            ("parameter \(index)", parameterGradients.array(parameter))
        }
        return Outcome(output: output, loss: loss, gradients: ofInputs + ofParameters)
    }

    /// Records an issue for every input and parameter whose gradient is not that of the loss.
    ///
    /// - Parameter step: The distance between the points of the differences: the larger, the less
    ///   rounding matters, and the more the curvature does.
    func expectGradientsOfTheLoss(relative: Double = 2e-3, step: Float = 0.03125) {
        let context = Context(precision: .float32)
        let analytic = run(on: context).gradients
        let ofInputs = inputs.indices.map { index in
            inputs[index].indices.map { place in
                derivative(context, step) { self.inputs[index][place] += $0 }
            }
        }
        let ofParameters = parameters.map { parameter in
            parameter.values.indices.map { place in
                derivative(context, step) { parameter.values[place] += $0 }
            }
        }
        for (gradient, expected) in zip(analytic, ofInputs + ofParameters) {
            expect(
                gradient.values, expected, relative: relative, absolute: 1e-4,
                "\(operation.name): gradient of \(gradient.name)")
        }
    }

    /// The derivative of the loss by the number that `move` adds to: the five-point stencil, whose
    /// error is of the fourth order in the step, so that the step may be large against rounding.
    private func derivative(
        _ context: Context, _ step: Float, _ move: (Float) -> Void
    ) -> Double {
        func loss(at distance: Float) -> Double {
            move(distance)
            defer { move(-distance) }
            return run(on: context).loss
        }
        let near = loss(at: step) - loss(at: -step)
        let far = loss(at: 2 * step) - loss(at: -2 * step)
        return (8 * near - far) / (12 * Double(step))
    }
}

struct OperationGradientTests {
    @Test(arguments: OperationCase.all)
    func gradientsAreThoseOfFiniteDifferences(operation: OperationCase) {
        GradientCheck(operation).expectGradientsOfTheLoss()
    }

    // Not every processor has products in bfloat16.
    @Test(.enabled(if: Precision.fastest == .bfloat16), arguments: OperationCase.all)
    func bfloat16AgreesWithFloat32(operation: OperationCase) {
        let check = GradientCheck(operation)
        let exact = check.run(.float32)
        let rounded = check.run(.bfloat16)
        expect(
            rounded.output, exact.output.map(Double.init), relative: 0.02,
            "\(operation.name): result")
        #expect(abs(rounded.loss - exact.loss) <= 0.02 * exact.loss)
        for (actual, expected) in zip(rounded.gradients, exact.gradients) {
            expect(
                actual.values, expected.values.map(Double.init), relative: 0.04, absolute: 1e-3,
                "\(operation.name): gradient of \(actual.name)")
        }
    }

    @Test(arguments: OperationCase.all)
    func theSameRunGivesTheSameNumbersToTheLastBit(operation: OperationCase) {
        let first = GradientCheck(operation).run()
        let second = GradientCheck(operation).run()
        #expect(first.output == second.output)
        #expect(first.loss == second.loss)
        for (one, other) in zip(first.gradients, second.gradients) {
            #expect(one.values == other.values, "gradient of \(one.name)")
        }
    }
}
