import CKernels
import Tensors
import Testing

struct RecurrentCellKernelTests {
    /// The operands of a step; the bias is the GRU's.
    private struct Operands {
        let input, hidden, previous, out, bias, previousCell, cell: KernelArray

        init(_ cell: RecurrentCell, _ type: KernelType, _ shape: KernelShape) {
            var random = KernelRandom(UInt64(shape.count))
            input = random.array(type, cell.gates * shape.count)
            hidden = random.array(type, cell.gates * shape.count)
            previous = random.array(type, shape.count, bound: 1)
            bias = random.array(.float32, shape.width)
            previousCell = random.array(.float32, shape.count)
            out = KernelArray(type, count: shape.count)
            self.cell = KernelArray(.float32, count: shape.count)
        }
    }

    @Test(arguments: RecurrentCell.allCases, KernelType.allCases)
    func aStepIsTheEquationsOfTheCell(cell: RecurrentCell, type: KernelType) {
        for shape in KernelShape.all {
            let step = Operands(cell, type, shape)
            let expected = states(cell, step, shape)
            run(cell, step, type, shape)
            step.out.expect(
                expected.flatMap(\.hidden), relative: type.precision, absolute: 2e-6, "h")
            guard cell == .lstm else { continue }
            step.cell.expect(expected.flatMap(\.cell), relative: 2e-6, absolute: 2e-6, "c")
        }
    }

    private func run(
        _ cell: RecurrentCell, _ step: Operands, _ type: KernelType, _ shape: KernelShape
    ) {
        let (rows, width) = (Int64(shape.rows), Int64(shape.width))
        switch cell {
        case .rnn:
            ck_elman_forward(
                type.code, step.input.data, step.hidden.data, step.out.data, rows, width)
        case .gru:
            ck_gru_forward(
                type.code, step.input.data, step.hidden.data, step.bias.floats,
                step.previous.data, step.out.data, rows, width)
        case .lstm:
            ck_lstm_forward(
                type.code, step.input.data, step.hidden.data, step.previousCell.floats,
                step.cell.floats, step.out.data, rows, width)
        }
    }

    /// The states after the step, row by row.
    private func states(
        _ cell: RecurrentCell, _ step: Operands, _ shape: KernelShape
    ) -> [Reference.RecurrentState] {
        func row(_ array: KernelArray, _ row: Int, _ width: Int) -> [Double] {
            array.values[row * width..<(row + 1) * width].map(Double.init)
        }
        return (0..<shape.rows).map { place in
            Reference.next(
                cell, row(step.input, place, cell.gates * shape.width),
                row(step.hidden, place, cell.gates * shape.width),
                step.bias.values.map(Double.init),
                from: Reference.RecurrentState(
                    hidden: row(step.previous, place, shape.width),
                    cell: cell == .lstm ? row(step.previousCell, place, shape.width) : []))
        }
    }
}
