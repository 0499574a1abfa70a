import CKernels
import Testing

struct OptimizerKernelTests {
    static let counts = [0, 1, 7, 33, 512, 1024, 5000]

    @Test(arguments: counts, 0...3)
    func gradientsAreSummedAndTheirSquares(count: Int, otherCount: Int) {
        var random = KernelRandom(1)
        let first = random.array(.float32, count)
        let others = (0..<otherCount).map { _ in random.array(.float32, count) }
        var expected = first.values.map { Double($0) }
        for other in others { expected = zip(expected, other.values).map { $0 + Double($1) } }
        let pointers = others.map { UnsafePointer<Float>?($0.floats) }
        let squares = ck_sum_gradients(first.floats, pointers, Int64(otherCount), Int64(count))
        first.expect(expected, relative: 1e-6, absolute: 1e-6)
        let sum = expected.map { $0 * $0 }.reduce(0, +)
        #expect(abs(squares - sum) <= 1e-6 * sum)
    }

    /// One step of one weight, in double.
    private struct Reference {
        var weight, moment1, moment2, average: Double

        mutating func step(_ gradient: Double, _ a: ck_adam) {
            let g = Double(a.gradient_scale) * gradient
            moment1 = Double(a.beta1) * moment1 + (1 - Double(a.beta1)) * g
            moment2 = Double(a.beta2) * moment2 + (1 - Double(a.beta2)) * g * g
            let deviation = moment2.squareRoot() / Double(a.root_correction) + Double(a.epsilon)
            weight -= Double(a.step_size) * moment1 / deviation + Double(a.decay) * weight
            average = Double(a.average_decay) * average + (1 - Double(a.average_decay)) * weight
        }
    }

    @Test(arguments: counts, [false, true])
    func adamFollowsItsEquations(count: Int, hasCopies: Bool) {
        var random = KernelRandom(2)
        let weight = random.array(.float32, count)
        let moment1 = random.array(.float32, count)
        let moment2 = KernelArray(.float32, random.floats(count).map(abs))
        let average = random.array(.float32, count)
        let compute = KernelArray(.bfloat16, count: count)
        var references = (0..<count).map { i in
            Reference(
                weight: Double(weight.floats[i]), moment1: Double(moment1.floats[i]),
                moment2: Double(moment2.floats[i]), average: Double(average.floats[i]))
        }
        var adam = ck_adam(
            step_size: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-9, root_correction: 0.5,
            gradient_scale: 0.25, decay: hasCopies ? 0 : 0.001, average_decay: 0.99)
        for _ in 0..<3 {
            let gradient = random.array(.float32, count)
            for i in 0..<count { references[i].step(Double(gradient.floats[i]), adam) }
            ck_adam_update(
                &adam, weight.floats, moment1.floats, moment2.floats, gradient.floats,
                hasCopies ? average.floats : nil,
                hasCopies ? compute.data.assumingMemoryBound(to: UInt16.self) : nil, Int64(count))
        }
        weight.expect(references.map(\.weight), relative: 1e-6, absolute: 1e-6, "weight")
        moment1.expect(references.map(\.moment1), relative: 1e-6, absolute: 1e-6, "first moment")
        moment2.expect(references.map(\.moment2), relative: 1e-6, absolute: 1e-6, "second moment")
        guard hasCopies else { return }
        average.expect(references.map(\.average), relative: 1e-6, absolute: 1e-6, "average")
        #expect(compute.values == weight.values.map { KernelType.bfloat16.rounded($0) })
    }

    @Test func aWeightWithoutGradientStays() {
        var adam = ck_adam()
        adam.beta1 = 0.9
        adam.beta2 = 0.999
        adam.epsilon = 1e-8
        adam.step_size = 1
        adam.root_correction = 1
        adam.gradient_scale = 1
        var weight: [Float] = [2]
        var moment1: [Float] = [0]
        var moment2: [Float] = [0]
        ck_adam_update(&adam, &weight, &moment1, &moment2, [0], nil, nil, 1)
        #expect(weight == [2] && moment1 == [0] && moment2 == [0])
    }
}
