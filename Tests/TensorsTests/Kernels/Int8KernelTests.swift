import CKernels
import Testing

struct Int8KernelTests {
    @Test func aMultiplierRoundsToTheEvenOfTwoAndCutsOff() {
        let values: [Float] = [0, 0.5, 1.5, -0.5, -2.5, 0.49, 126.5, 127.4, 1e9, -126.51, -4000]
        let multiplier: Float = 2
        let rows = Int8Rows(values.map { $0 / multiplier }, count: 1, columns: 11, by: multiplier)
        let expected = [0, 0, 2, 0, -2, 0, 126, 127, 127, -127, -127]
        #expect((0..<11).map { rows.difference(0, $0) } == expected)
        #expect(rows.scales.floats[0] == 0.5 && rows.zeros[0] == 127)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 17, 63, 99])
    func aRowWithoutANumberHasNoScale(number: Float, place: Int) {
        var values = [Float](repeating: 1, count: 300)
        values[100 + place] = number
        for multiplier in [nil, Float(3)] {
            let rows = Int8Rows(values, count: 3, columns: 100, by: multiplier)
            #expect(rows.scales.floats[1].isNaN)
            #expect(rows.scales.floats[0] == rows.scales.floats[2] && rows.scales.floats[0] > 0)
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 17, 99])
    func anOutputWithoutANumberHasNoScale(number: Float, place: Int) {
        var weights = [Float](repeating: 1, count: 300)
        weights[100 + place] = number
        let matrix = Int8Matrix(weights, outputs: 3, inputs: 100)
        #expect(matrix.scales.floats[1].isNaN)
        #expect(matrix.scales.floats[0] == 1 / 127 && matrix.scales.floats[2] == 1 / 127)
    }

    static let sizes: [(rows: Int, outputs: Int, inputs: Int)] = [
        (1, 1, 1), (1, 64, 4), (2, 65, 7), (3, 130, 16), (4, 63, 33), (5, 80, 64), (6, 128, 12),
        (7, 70, 31), (13, 200, 100), (250, 66, 20),
    ]

    @Test(arguments: sizes)
    func weightsAreRoundedToTheNearestCode(_ size: (rows: Int, outputs: Int, inputs: Int)) {
        var random = KernelRandom(3)
        let weights = random.floats(size.outputs * size.inputs, bound: 2)
        let matrix = Int8Matrix(weights, outputs: size.outputs, inputs: size.inputs)
        for output in 0..<size.outputs {
            let row = weights[output * size.inputs..<(output + 1) * size.inputs]
            let scale = row.map(abs).max()! / 127
            #expect(matrix.scales.values[output] == scale)
            let codes = (0..<size.inputs).map { matrix.code(output, $0) }
            #expect(matrix.codeSums[output] == Int32(codes.reduce(0, +)))
            for (weight, code) in zip(row, codes) {
                #expect(abs(weight - scale * Float(code)) <= 0.5001 * scale)
            }
        }
    }

    @Test(arguments: sizes)
    func codesThatLieRowByRowArePacked(_ size: (rows: Int, outputs: Int, inputs: Int)) {
        var random = KernelRandom(9)
        for given in Set([0, size.outputs / 2, size.outputs]) {
            let rows = (0..<given * size.inputs).map { _ in
                Int8.random(in: -127...127, using: &random)
            }
            let matrix = Int8Matrix(packing: rows, outputs: size.outputs, inputs: size.inputs)
            for output in 0..<size.outputs {
                let own =
                    output < given
                    ? rows[output * size.inputs..<(output + 1) * size.inputs].map(Int.init)
                    : Array(repeating: 0, count: size.inputs)
                #expect((0..<size.inputs).map { matrix.code(output, $0) } == own)
                #expect(matrix.codeSums[output] == Int32(own.reduce(0, +)))
            }
            #expect(matrix.padding.allSatisfy { $0 == 0 })
        }
    }

    @Test(arguments: sizes, [1, 64, 70])
    func outputsAreGathered(_ size: (rows: Int, outputs: Int, inputs: Int), count: Int) {
        var random = KernelRandom(10)
        let matrix = Int8Matrix(
            random.floats(size.outputs * size.inputs), outputs: size.outputs, inputs: size.inputs)
        let ids = (0..<count).map { _ in Int32.random(in: 0..<Int32(size.outputs), using: &random) }
        let gathered = Int8Matrix(ids, of: matrix)
        for (output, id) in ids.enumerated() {
            let (own, expected) = (output, Int(id))
            #expect(
                (0..<size.inputs).allSatisfy {
                    gathered.code(own, $0) == matrix.code(expected, $0)
                })
            #expect(gathered.codeSums[own] == matrix.codeSums[expected])
            #expect(gathered.scales.values[own] == matrix.scales.values[expected])
        }
        #expect(gathered.padding.allSatisfy { $0 == 0 } && gathered.scales.isIntact)
    }

    @Test(arguments: [1, 5, 16, 31, 64, 100])
    func rowsAreRoundedOverTheirRangeAndZerosStayExact(columns: Int) {
        var random = KernelRandom(4)
        let positive = random.floats(columns, bound: 3).map(abs)
        let signed = random.floats(columns, bound: 0.01)
        let nothing = [Float](repeating: 0, count: columns)
        let values = positive + signed + nothing
        let rows = Int8Rows(values, count: 3, columns: columns)
        for row in 0..<3 {
            let own = values[row * columns..<(row + 1) * columns]
            let range = max(own.max()!, 0) - min(own.min()!, 0)
            #expect(abs(rows.scales.values[row] - range / 254) <= 1e-7 * range)
            for (column, value) in own.enumerated() {
                let restored = rows.scales.values[row] * Float(rows.difference(row, column))
                #expect(abs(restored - value) <= 0.501 * range / 254)
                if value == 0 { #expect(restored == 0) }
            }
        }
    }

    /// With a single rounding before that to whole numbers, as every processor has it.
    @Test(arguments: [1, 5, 16, 31, 64, 100, 1536])
    func roundedRowsAreTheReferenceToTheLastBit(columns: Int) {
        var random = KernelRandom(11)
        let values = [3, 0.01, 1e4].flatMap { random.floats(columns, bound: $0) }
        let rows = Int8Rows(values, count: 3, columns: columns)
        for row in 0..<3 {
            let own = values[row * columns..<(row + 1) * columns]
            let (low, high) = (min(own.min()!, 0), max(own.max()!, 0))
            let inverse = 254 / (high - low)
            let zero = (-low * inverse).rounded(.up)
            #expect(rows.scales.values[row] == (high - low) / 254)
            for (column, value) in own.enumerated() {
                let code = zero.addingProduct(value, inverse).rounded(.toNearestOrEven)
                #expect(rows.difference(row, column) == Int(code) - Int(zero))
            }
        }
    }

    @Test(arguments: sizes, [false, true])
    func productIsThatOfTheCodes(
        _ size: (rows: Int, outputs: Int, inputs: Int), relu: Bool
    ) {
        var random = KernelRandom(5)
        let matrix = Int8Matrix(
            random.floats(size.outputs * size.inputs, bound: 1), outputs: size.outputs,
            inputs: size.inputs)
        let rows = Int8Rows(
            random.floats(size.rows * size.inputs, bound: 1), count: size.rows,
            columns: size.inputs)
        let bias = random.floats(size.outputs, bound: 1)
        let stride = size.outputs + 3
        let count = (size.rows - 1) * stride + size.outputs
        var expected = [Double](repeating: -7, count: count)
        for row in 0..<size.rows {
            for output in 0..<size.outputs {
                let sum = (0..<size.inputs).reduce(0) {
                    $0 + rows.difference(row, $1) * matrix.code(output, $1)
                }
                let scale = Double(rows.scales.values[row] * matrix.scales.values[output])
                let value = scale * Double(sum) + Double(bias[output])
                expected[row * stride + output] = relu ? max(value, 0) : value
            }
        }
        var (left, right) = (rows.kernel, matrix.kernel)
        for variant in Self.variants {
            let out = KernelArray(.float32, [Float](repeating: -7, count: count))
            bias.withUnsafeBufferPointer {
                var result = ck_int8_result(
                    bias: $0.baseAddress, relu: relu ? 1 : 0, type: CK_FLOAT32, out: out.data,
                    stride: Int64(stride))
                ck_int8_product_by(variant, &left, &right, &result)
            }
            out.expect(expected, relative: 1e-6, absolute: 1e-6, "product \(variant.rawValue)")
        }
    }

    /// The sums are the same whole numbers, and with scale and bias they are rounded once.
    @Test(arguments: sizes, [false, true])
    func everyVariantIsTheReferenceToTheLastBit(
        _ size: (rows: Int, outputs: Int, inputs: Int), hasBias: Bool
    ) {
        var random = KernelRandom(8)
        let matrix = Int8Matrix(
            random.floats(size.outputs * size.inputs, bound: 1), outputs: size.outputs,
            inputs: size.inputs)
        let rows = Int8Rows(
            random.floats(size.rows * size.inputs, bound: 1), count: size.rows,
            columns: size.inputs)
        let bias = hasBias ? random.floats(size.outputs, bound: 1) : nil
        expectVariantsEqualReference(rows, matrix, bias)
    }

    /// All codes as large as they can be, and as many as there may be: 254 · 127 · 66,311.
    @Test(arguments: [1, -1] as [Float])
    func theLargestSumsAreExact(sign: Float) {
        let inputs = 66_311
        let matrix = Int8Matrix(
            Array(repeating: sign, count: 2 * inputs), outputs: 2, inputs: inputs)
        let rows = Int8Rows(Array(repeating: 1, count: inputs), count: 1, columns: inputs)
        #expect(rows.difference(0, 0) == 254 && matrix.code(0, 0) == Int(127 * sign))
        expectVariantsEqualReference(rows, matrix)
    }

    private static let variants = (0...ck_int8_best_variant().rawValue)
        .map(ck_int8_variant.init(rawValue:))

    private func expectVariantsEqualReference(
        _ rows: Int8Rows, _ matrix: Int8Matrix, _ bias: [Float]? = nil
    ) {
        var expected: [Float] = []
        for row in 0..<rows.count {
            for output in 0..<matrix.outputs {
                let sum = (0..<matrix.inputs).reduce(0) {
                    $0 + rows.difference(row, $1) * matrix.code(output, $1)
                }
                let scale = rows.scales.values[row] * matrix.scales.values[output]
                expected.append((bias?[output] ?? 0).addingProduct(Float(sum), scale))
            }
        }
        var (left, right) = (rows.kernel, matrix.kernel)
        let biases = bias.map { KernelArray(.float32, $0) }
        for variant in Self.variants {
            let out = KernelArray(.float32, count: expected.count)
            var result = ck_int8_result(
                bias: biases.map { UnsafePointer($0.floats) }, relu: 0, type: CK_FLOAT32,
                out: out.data, stride: Int64(matrix.outputs))
            ck_int8_product_by(variant, &left, &right, &result)
            #expect(out.values == expected, "variant \(variant.rawValue)")
        }
    }

    @Test func aRowOfAProductDoesNotDependOnTheOthers() {
        var random = KernelRandom(6)
        let (outputs, inputs) = (100, 40)
        let weights = random.floats(outputs * inputs, bound: 1)
        let matrix = Int8Matrix(weights, outputs: outputs, inputs: inputs)
        var right = matrix.kernel
        let values = random.floats(11 * inputs, bound: 1)
        var whole = Int8Rows(values, count: 11, columns: inputs).kernel
        let all = KernelArray(.float32, count: 11 * outputs)
        var result = ck_int8_result(
            bias: nil, relu: 0, type: CK_FLOAT32, out: all.data, stride: Int64(outputs))
        ck_int8_product(&whole, &right, &result)
        for row in 0..<11 {
            let own = Array(values[row * inputs..<(row + 1) * inputs])
            var left = Int8Rows(own, count: 1, columns: inputs).kernel
            let alone = KernelArray(.float32, count: outputs)
            result.out = alone.data
            ck_int8_product(&left, &right, &result)
            #expect(alone.values == Array(all.values[row * outputs..<(row + 1) * outputs]))
        }
    }

    @Test func embeddingRestoresRows() {
        var random = KernelRandom(7)
        let (vocabulary, width) = (70, 10)
        let weights = random.floats(vocabulary * width, bound: 1)
        let matrix = Int8Matrix(weights, outputs: vocabulary, inputs: width)
        let positions = random.floats(3 * width, bound: 1)
        let (ids, places): ([Int32], [Int32]) = ([69, 0, 64, 5], [0, 2, 1, 1])
        var table = matrix.kernel
        let out = KernelArray(.float32, count: ids.count * width)
        ck_int8_embedding(&table, ids, positions, places, 3, out.floats, Int64(ids.count))
        var expected: [Double] = []
        for (id, place) in zip(ids, places) {
            let factor = 3 * Double(matrix.scales.values[Int(id)])
            for column in 0..<width {
                let position = Double(positions[Int(place) * width + column])
                expected.append(factor * Double(matrix.code(Int(id), column)) + position)
            }
        }
        out.expect(expected, relative: 1e-5, absolute: 1e-6, "embedding")
    }
}
