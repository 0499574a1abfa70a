import CKernels
import Testing

struct ElementwiseKernelTests {
    @Test(arguments: KernelType.allCases, KernelShape.all)
    func addAccumulates(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(1)
        let source = random.array(type, shape.count)
        let sum = random.array(type, shape.count)
        let expected = zip(source.values, sum.values).map { Double($0) + Double($1) }
        ck_add(type.code, source.data, sum.data, Int64(shape.count))
        sum.expect(expected, relative: type.precision, absolute: 1e-7)
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func scaleMultipliesInPlace(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(2)
        let array = random.array(type, shape.count)
        let expected = array.values.map { 0.3 * Double($0) }
        ck_scale(type.code, 0.3, array.data, array.data, Int64(shape.count))
        array.expect(expected, relative: type.precision, absolute: 0)
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func dropoutFollowsTheHash(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(3)
        let source = random.array(type, shape.count)
        for dropout in KernelDropout.allCases.map(\.kernel) {
            let out = KernelArray(type, count: shape.count)
            let expected = source.values.enumerated().map { Double($1) * dropout.factor($0) }
            ck_dropout_apply(type.code, source.data, dropout, out.data, Int64(shape.count))
            out.expect(expected, relative: type.precision, absolute: 0)
        }
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func residualAddsTheDroppedBranch(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(4)
        let input = random.array(type, shape.count)
        let branch = random.array(type, shape.count)
        for dropout in KernelDropout.allCases.map(\.kernel) {
            let out = KernelArray(type, count: shape.count)
            let inputs = input.values
            let branches = branch.values
            let expected = (0..<shape.count).map { i in
                Double(inputs[i]) + Double(branches[i]) * dropout.factor(i)
            }
            ck_residual(type.code, input.data, branch.data, dropout, out.data, Int64(shape.count))
            out.expect(expected, relative: type.precision, absolute: 1e-6)
        }
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func columnSumsAddToWhatIsThere(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(5)
        let matrix = random.array(type, shape.count)
        let sums = random.array(.float32, shape.width)
        var expected = sums.values.map { Double($0) }
        for (i, value) in matrix.values.enumerated() { expected[i % shape.width] += Double(value) }
        ck_column_sums(type.code, matrix.data, Int64(shape.rows), Int64(shape.width), sums.floats)
        sums.expect(expected, relative: 1e-6, absolute: 1e-5)
    }

    @Test func dropoutKeepsTheMeanAndTheRate() {
        let count = 1 << 18
        let ones = KernelArray(.float32, [Float](repeating: 1, count: count))
        for seed in [0, 1, 2, UInt64.max] {
            let out = KernelArray(.float32, count: count)
            let dropout = ck_dropout(probability: 0.1, seed: seed)
            ck_dropout_apply(CK_FLOAT32, ones.data, dropout, out.data, Int64(count))
            let rate = Double(out.values.count { $0 == 0 }) / Double(count)
            // Five standard deviations of a binomial rate.
            #expect(abs(rate - 0.1) < 5 * (0.1 * 0.9 / Double(count)).squareRoot())
        }
    }

    @Test func masksOfNeighbouringSeedsAreIndependent() {
        let pairs = (0..<UInt64(1 << 16)).count { i in
            ck_dropout_hash(1, i) < 1 << 31 && ck_dropout_hash(2, i) < 1 << 31
        }
        #expect(abs(Double(pairs) / 65536 - 0.25) < 0.01)
    }

    @Test func theHashDependsOnBothHalvesOfTheIndex() {
        #expect(ck_dropout_hash(7, 5) != ck_dropout_hash(7, 5 + (1 << 32)))
        #expect(Set((0..<1000).map { ck_dropout_hash(7, $0) }).count == 1000)
    }
}
