import CKernels
import Tensors
import Testing

struct Int8RoundingKernelTests {
    static let shapes = KernelShape.all.filter { $0.count > 0 }

    /// Numbers of rows of widely different sizes, one of them nothing but zeros.
    private func numbers(_ shape: KernelShape, _ seed: UInt64) -> [Float] {
        var random = KernelRandom(seed)
        return (0..<shape.rows).flatMap { row in
            random.floats(shape.width, bound: row == 3 ? 1e-38 : Float(row) * 3 + 0.01)
        }
    }

    private func matrix(_ shape: KernelShape, _ values: [Float]) -> Reference.Matrix {
        Reference.Matrix(shape.rows, shape.width, values.map(Double.init))
    }

    /// Records an issue unless numbers are those of the reference; where one lies halfway between two
    /// codes, rounding may take either.
    private func expect(
        _ out: KernelArray, _ reference: Reference.Matrix, _ type: KernelType, steps: Double
    ) {
        #expect(out.isIntact)
        let values = out.values
        for row in 0..<reference.rows {
            let own = reference[row]
            let magnitude = own.map { abs($0) }.max() ?? 0
            let step = 2 * magnitude / steps
            var far = 0
            for (column, expected) in own.enumerated() {
                let error = abs(Double(values[row * reference.columns + column]) - expected)
                let allowed = type.precision * abs(expected) + 1e-37
                if error > allowed { far += 1 }
                #expect(error <= allowed + 1.001 * step)
            }
            #expect(far <= 1 + reference.columns / 50, "row \(row): \(far)")
        }
    }

    @Test(arguments: shapes, KernelType.allCases)
    func weightsAreWhatTheirCodesStandFor(shape: KernelShape, type: KernelType) {
        let weights = numbers(shape, 11)
        let out = KernelArray(type, count: shape.count)
        ck_int8_round_matrix(
            type.code, weights, out.data, Int64(shape.rows), Int64(shape.width))
        expect(out, matrix(shape, weights).withOutputsInEightBits, type, steps: 254)
    }

    @Test(arguments: shapes, KernelType.allCases)
    func rowsAreWhatTheirCodesStandFor(shape: KernelShape, type: KernelType) {
        let x = KernelArray(type, numbers(shape, 12))
        let out = KernelArray(type, count: shape.count)
        ck_int8_round_rows(type.code, x.data, out.data, Int64(shape.rows), Int64(shape.width))
        expect(out, matrix(shape, x.values).withRowsInEightBits, type, steps: 254)
        // In place it is the same.
        ck_int8_round_rows(type.code, x.data, x.data, Int64(shape.rows), Int64(shape.width))
        #expect(x.values == out.values && x.isIntact)
    }

    /// To the last bit what the codes of `ck_int8_quantize_matrix` stand for.
    @Test(arguments: shapes)
    func weightsAreThoseOfTheProducts(shape: KernelShape) {
        let (values, outputs, inputs) = (numbers(shape, 13), Int64(shape.rows), Int64(shape.width))
        let count = Int(ck_int8_code_count(outputs, inputs))
        let codes = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
            .bindMemory(to: Int8.self, capacity: count)
        let scales = KernelArray(.float32, count: shape.rows)
        let sums = UnsafeMutablePointer<Int32>.allocate(capacity: shape.rows)
        ck_int8_quantize_matrix(values, outputs, inputs, codes, scales.floats, sums)
        var matrix = ck_int8_matrix(
            codes: codes, scales: scales.floats, code_sums: sums, outputs: outputs, inputs: inputs)
        let expected = KernelArray(.float32, count: shape.count)
        let places = [Int32](repeating: 0, count: shape.rows)
        ck_int8_embedding(
            &matrix, Array(0..<Int32(shape.rows)), nil, places, 1, expected.floats, outputs)
        let rounded = KernelArray(.float32, count: shape.count)
        ck_int8_round_matrix(CK_FLOAT32, values, rounded.data, outputs, inputs)
        #expect(rounded.values == expected.values)
    }

    /// To the last bit what the codes of `ck_int8_quantize_rows` stand for.
    @Test(arguments: shapes)
    func rowsAreThoseOfTheProducts(shape: KernelShape) {
        let values = numbers(shape, 14)
        let padded = (shape.width + 3) / 4 * 4
        let codes = UnsafeMutablePointer<UInt8>.allocate(capacity: shape.rows * padded)
        let scales = KernelArray(.float32, count: shape.rows)
        let zeros = UnsafeMutablePointer<Int32>.allocate(capacity: shape.rows)
        var rows = ck_int8_rows(
            codes: codes, scales: scales.floats, zeros: zeros, rows: Int64(shape.rows),
            columns: Int64(shape.width))
        ck_int8_quantize_rows(values, &rows)
        let rounded = KernelArray(.float32, count: shape.count)
        ck_int8_round_rows(
            CK_FLOAT32, values, rounded.data, Int64(shape.rows), Int64(shape.width))
        let expected = (0..<shape.count).map { place in
            let (row, column) = place.quotientAndRemainder(dividingBy: shape.width)
            let difference = Int32(codes[row * padded + column]) - zeros[row]
            return scales.values[row] * Float(difference)
        }
        #expect(rounded.values == expected)
    }

    /// On every processor: product and sum with one rounding, and then to whole numbers.
    @Test func rowsAreRoundedOnce() {
        var random = KernelRandom(15)
        let count = 1 << 18
        let values = random.floats(count, bound: 3)
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let inverse = 254 / (high - low)
        let (zero, scale) = ((-low * inverse).rounded(.up), (high - low) / 254)
        let rounded = KernelArray(.float32, count: count)
        ck_int8_round_rows(CK_FLOAT32, values, rounded.data, 1, Int64(count))
        let expected = values.map { value in
            let code = zero.addingProduct(value, inverse).rounded(.toNearestOrEven)
            return scale * (code - zero)
        }
        #expect(rounded.values == expected)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 17, 99])
    func aRowWithoutANumberIsNone(number: Float, place: Int) {
        var values = [Float](repeating: 1, count: 300)
        values[100 + place] = number
        let (weights, rows) = (KernelArray(.float32, count: 300), KernelArray(.float32, count: 300))
        ck_int8_round_matrix(CK_FLOAT32, values, weights.data, 3, 100)
        ck_int8_round_rows(CK_FLOAT32, values, rows.data, 3, 100)
        for rounded in [weights.values, rows.values] {
            #expect(rounded[100..<200].allSatisfy { $0.isNaN })
            #expect((rounded[..<100] + rounded[200...]).allSatisfy { abs($0 - 1) < 1e-6 })
        }
    }
}
