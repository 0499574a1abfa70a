import CKernels
import Tensors
import Testing

struct SimpleRecurrenceKernelTests {
    /// Sentences of some rows, none and one, and a row that belongs to none.
    private static let lengths = [5, 0, 1, 3]
    private static let rows = 10

    private static let segments: [ck_segment] = {
        var start: Int64 = 0
        return lengths.map { length in
            defer { start += Int64(length) }
            return ck_segment(
                query_start: start, query_count: Int64(length), key_start: 0, key_count: 0)
        }
    }()

    /// The operands of a walk over the rows.
    private struct Operands {
        let input, bias, initial, cell, out: KernelArray
        let type: KernelType
        let width: Int

        init(_ type: KernelType, width: Int) {
            var random = KernelRandom(UInt64(width))
            self.type = type
            self.width = width
            input = random.array(type, 2 * rows * width)
            bias = random.array(.float32, width)
            initial = random.array(.float32, lengths.count * width)
            cell = KernelArray(.float32, count: rows * width)
            out = KernelArray(type, count: rows * width)
        }

        func run(fromZeros: Bool) {
            ck_simple_recurrence_forward(
                type.code, input.data, bias.floats, segments, Int64(segments.count),
                fromZeros ? nil : initial.floats, cell.floats, out.data, Int64(width))
        }

        /// c of the rows that belong to sentences.
        func expected(fromZeros: Bool) -> [Double] {
            segments.enumerated().flatMap { index, segment -> [Double] in
                let range =
                    Int(segment.query_start)..<Int(segment.query_start + segment.query_count)
                let start = initial.values[index * width..<(index + 1) * width].map(Double.init)
                return Reference.simpleRecurrence(
                    half(range, from: 0, plus: nil), forget: half(range, from: width, plus: bias),
                    from: fromZeros ? start.map { _ in 0 } : start
                ).values
            }
        }

        /// Columns of some rows of the input.
        private func half(
            _ range: Range<Int>, from column: Int, plus bias: KernelArray?
        ) -> Reference.Matrix {
            let values = input.values
            let shift = bias?.values ?? [Float](repeating: 0, count: width)
            return Reference.Matrix(range.count, width) {
                Double(values[2 * width * (range.lowerBound + $0) + column + $1])
                    + Double(shift[$1])
            }
        }
    }

    @Test(arguments: KernelType.allCases, [1, 7, 33, 128, 512])
    func allStepsAreTheEquations(type: KernelType, width: Int) {
        for fromZeros in [false, true] {
            let operands = Operands(type, width: width)
            operands.run(fromZeros: fromZeros)
            let expected = operands.expected(fromZeros: fromZeros)
            // The last row belongs to no sentence.
            let untouched = [Double](repeating: .nan, count: width)
            operands.cell.expect(
                expected + untouched, relative: 2e-6, absolute: 2e-6, "c, width \(width)")
            operands.out.expect(
                expected.map { max(0, $0) } + untouched, relative: type.precision, absolute: 2e-6,
                "max(0, c), width \(width)")
        }
    }
}
