import Basics
import Layers
import Tensors
import TestSupport
import Testing

struct NeuralTuringMachineTests {
    /// A small machine with its weights, and a linear layer behind it.
    private final class Fixture {
        let store = ParameterStore()
        let machine: NeuralTuringMachine
        let start: NeuralTuringStart
        let output: Linear
        let context = Context(precision: .float32)

        init(_ configuration: NeuralTuringMachineConfiguration) {
            let builder = ParameterBuilder(store)
            machine = NeuralTuringMachine(configuration, builder)
            start = NeuralTuringStart(configuration, builder["start"])
            output = Linear(machine.outputWidth, 2, builder["output"])
            var random = RandomSource(seed: 4)
            store.initialize(using: &random)
            // With biases of zero the first vectors that are written are so short that the memory's
            // first contents decide about their direction, and the loss is strongly curved.
            store.addNoise(0.3, using: &random)
        }

        func run(_ x: Tensor, sequences: Int) -> Tensor {
            machine(x, from: start.state(sequences: sequences, context), context)
        }

        func inputs(steps: Int, sequences: Int) -> [Float] {
            var random = RandomSource(seed: 6)
            let width = machine.configuration.inputWidth
            return (0..<steps * sequences * width).map { _ in random.nextNormal() }
        }

        /// The loss of random bits, and the gradients of all weights.
        func gradients(steps: Int, sequences: Int) -> (loss: Double, gradients: ParameterVector) {
            let inputs = inputs(steps: steps, sequences: sequences)
            let gradients = ParameterVector(for: store)
            let sums = context.backpropagate(into: gradients, dropout: nil) {
                let x = context.tensor(
                    inputs, steps * sequences, machine.configuration.inputWidth)
                let logits = output(run(x, sequences: sequences), context)
                let targets = (0..<logits.count).map { Float($0 % 3 == 0 ? 1 : 0) }
                return context.binaryCrossEntropy(logits, targets: targets)
            }
            return (sums.loss, gradients)
        }
    }

    private static func configuration(
        _ controller: NeuralTuringController, writeHeads: Int = 1, readHeads: Int = 1
    ) -> NeuralTuringMachineConfiguration {
        var configuration = NeuralTuringMachineConfiguration(inputWidth: 3)
        configuration.controller = controller
        configuration.controllerWidth = 6
        configuration.slots = 7
        configuration.slotWidth = 4
        configuration.writeHeads = writeHeads
        configuration.readHeads = readHeads
        return configuration
    }

    private static let configurations = NeuralTuringController.allCases.flatMap { controller in
        [(1, 1), (2, 1), (1, 3)].map {
            configuration(controller, writeHeads: $0.0, readHeads: $0.1)
        }
    }

    @Test(arguments: configurations)
    func everyWeightHasTheGradientOfFiniteDifferences(
        configuration: NeuralTuringMachineConfiguration
    ) {
        let fixture = Fixture(configuration)
        let gradients = fixture.gradients(steps: 4, sequences: 2).gradients
        for entry in fixture.store.entries {
            let values = entry.parameter.values
            // A few of each suffice: a wrong rule is wrong nearly everywhere.
            for place in stride(from: 0, to: values.count, by: max(1, values.count / 5)) {
                func loss(_ distance: Float) -> Double {
                    values[place] += distance
                    defer { values[place] -= distance }
                    return fixture.gradients(steps: 4, sequences: 2).loss
                }
                let step: Float = 0.015625
                let near = loss(step) - loss(-step)
                let far = loss(2 * step) - loss(-2 * step)
                let expected = (8 * near - far) / (12 * Double(step))
                let actual = withExtendedLifetime(gradients) {
                    Double(gradients[entry.parameter][place])
                }
                #expect(
                    abs(actual - expected) < 2e-3 + 0.02 * abs(expected),
                    "\(entry.name)[\(place)]: \(actual), not \(expected)")
            }
        }
    }

    @Test func stepsOneByOneAreTheStepsOfTheWhole() {
        let fixture = Fixture(Self.configuration(.lstm, writeHeads: 2, readHeads: 2))
        let (context, machine) = (fixture.context, fixture.machine)
        let inputs = fixture.inputs(steps: 5, sequences: 3)
        let whole = fixture.run(context.tensor(inputs, 15, 3), sequences: 3).array()
        let step = NeuralTuringMachine.Steps(machine, context)
        var state = fixture.start.state(sequences: 3, context)
        for index in 0..<5 {
            state = step(
                context.tensor(Array(inputs[index * 9..<(index + 1) * 9]), 3, 3), from: state)
            let output = context.concatenateColumns([state.controller.hidden, state.reads]).array()
            let expected = Array(whole[index * output.count..<(index + 1) * output.count])
            expect(output, expected, absolute: 1e-5, "output of step \(index)")
        }
    }

    @Test func sequencesOfABatchDoNotKnowOfEachOther() {
        let fixture = Fixture(Self.configuration(.feedForward))
        let (context, machine) = (fixture.context, fixture.machine)
        let inputs = fixture.inputs(steps: 4, sequences: 2)
        let both = fixture.run(context.tensor(inputs, 8, 3), sequences: 2).array()
        let first = (0..<4).flatMap { inputs[$0 * 6..<$0 * 6 + 3] }
        let alone = fixture.run(context.tensor(first, 4, 3), sequences: 1).array()
        let width = machine.outputWidth
        for step in 0..<4 {
            expect(
                Array(alone[step * width..<(step + 1) * width]),
                Array(both[2 * step * width..<(2 * step + 1) * width]), absolute: 1e-5,
                "output of step \(step)")
        }
    }

    @Test func thousandsOfStepsRunBackward() {
        let fixture = Fixture(Self.configuration(.feedForward))
        let (loss, gradients) = fixture.gradients(steps: 2_000, sequences: 1)
        #expect(loss.isFinite)
        for entry in fixture.store.entries {
            withExtendedLifetime(gradients) {
                #expect(gradients[entry.parameter].allSatisfy { $0.isFinite }, "\(entry.name)")
                #expect(gradients[entry.parameter].contains { $0 != 0 }, "\(entry.name)")
            }
        }
    }

    @Test func weightsAreThoseOfTheDocumentation() {
        let store = ParameterStore()
        let configuration = NeuralTuringMachineConfiguration(inputWidth: 9)
        let builder = ParameterBuilder(store)
        _ = NeuralTuringMachine(configuration, builder)
        _ = NeuralTuringStart(configuration, builder["start"])
        // Input 9 · 100 + 100, reads 20 · 100, heads (26 + 66) · 101, first reads 20 and weightings
        // 2 · 128.
        #expect(store.trainableCount == 1_000 + 2_000 + 9_292 + 276)
    }
}
