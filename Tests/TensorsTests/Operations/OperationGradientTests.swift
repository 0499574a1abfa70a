import Tensors
import TestSupport
import Testing

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
