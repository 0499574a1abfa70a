import Tensors
import TestSupport
import Testing

extension MemoryShape {
    fileprivate static let shapes = [
        MemoryShape(slots: 5, width: 3, writeHeads: 1, readHeads: 1, shiftRange: 1),
        MemoryShape(slots: 6, width: 2, writeHeads: 2, readHeads: 1, shiftRange: 2),
        MemoryShape(slots: 4, width: 2, writeHeads: 3, readHeads: 2, shiftRange: 0),
    ]
}

extension OperationCase {
    /// The operations of an external memory, each at several shapes. Weightings are made by the
    /// operations themselves: they have to be distributions.
    fileprivate static let memory = MemoryShape.shapes.flatMap { shape in
        [
            OperationCase(
                "head parameters", inputs: [[2, shape.parameterCount]],
                width: shape.parameterCount
            ) { context, inputs, _ in context.headParameters(inputs[0], shape) },
            OperationCase(
                "content addressing",
                inputs: [[2, shape.contentCount], [2, shape.parameterCount]],
                width: shape.weightingCount
            ) { context, inputs, _ in
                let parameters = context.headParameters(inputs[1], shape)
                return context.contentAddressing(inputs[0], parameters, shape)
            },
            OperationCase(
                "location addressing",
                inputs: [
                    [2, shape.weightingCount], [2, shape.weightingCount],
                    [2, shape.parameterCount],
                ], width: shape.weightingCount
            ) { context, inputs, _ in
                context.locationAddressing(
                    content: context.softmax(inputs[0], classes: shape.slots),
                    previous: context.softmax(inputs[1], classes: shape.slots),
                    context.headParameters(inputs[2], shape), shape)
            },
            OperationCase(
                "writing",
                inputs: [
                    [2, shape.contentCount], [2, shape.weightingCount], [2, shape.parameterCount],
                ], width: shape.contentCount
            ) { context, inputs, _ in
                context.writeMemory(
                    inputs[0], weighting: context.softmax(inputs[1], classes: shape.slots),
                    context.headParameters(inputs[2], shape), shape)
            },
            OperationCase(
                "reading", inputs: [[2, shape.contentCount], [2, shape.weightingCount]],
                width: shape.readCount
            ) { context, inputs, _ in
                context.readMemory(inputs[0], weighting: inputs[1], shape)
            },
            twoSteps(shape),
        ]
    }

    /// Everything together, twice, so that gradients meet.
    private static func twoSteps(_ shape: MemoryShape) -> OperationCase {
        OperationCase(
            "two steps of a memory",
            inputs: [
                [2, shape.contentCount], [2, shape.weightingCount], [2, shape.parameterCount],
            ], width: shape.readCount
        ) { context, inputs, _ in
            let parameters = context.headParameters(inputs[2], shape)
            var contents = inputs[0]
            var weighting = context.softmax(inputs[1], classes: shape.slots)
            for _ in 0..<2 {
                weighting = context.locationAddressing(
                    content: context.contentAddressing(contents, parameters, shape),
                    previous: weighting, parameters, shape)
                contents = context.writeMemory(contents, weighting: weighting, parameters, shape)
            }
            return context.readMemory(contents, weighting: weighting, shape)
        }
    }
}

struct MemoryOperationTests {
    @Test(arguments: OperationCase.memory)
    func gradientsAreThoseOfFiniteDifferences(operation: OperationCase) {
        // The cosines of short vectors are strongly curved.
        GradientCheck(operation).expectGradientsOfTheLoss(relative: 4e-3, step: 0.0078125)
    }

    @Test func softmaxOfPartsOfRows() {
        GradientCheck(
            OperationCase("softmax", inputs: [[3, 6]], width: 6) { context, inputs, _ in
                context.softmax(inputs[0], classes: 3)
            }
        ).expectGradientsOfTheLoss()
    }

    @Test func binaryCrossEntropyLeavesItsGradient() throws {
        let context = Context(precision: .float32)
        let store = ParameterStore()
        store.allocate()
        let logits = context.tensor([0, 2, -1], 1, 3)
        var tape: Tape?
        let sums = context.backpropagate(into: ParameterVector(for: store), dropout: nil) {
            tape = context.tape
            return context.binaryCrossEntropy(logits, targets: [1, 1, 1])
        }
        expect(
            try #require(tape?.gradient(of: logits)).array(),
            [-0.5, -0.119_202_922, -0.731_058_579], relative: 1e-6, "gradient")
        #expect(sums.bits == 3 && sums.wrongBits == 2)
        #expect(abs(sums.lossInBits - (1 + 0.183_119_9 + 1.894_636_3)) < 1e-5)
    }
}
