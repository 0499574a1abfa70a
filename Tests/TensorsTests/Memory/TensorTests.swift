import Tensors
import Testing

struct TensorTests {
    private let context = Context(precision: .float32)

    @Test func rowsAreAllDimensionsButTheLast() {
        let tensor = context.tensor(2, 3, 4)
        #expect(tensor.rows == 6)
        #expect(tensor.columns == 4)
        #expect(tensor.count == 24)
        #expect(tensor.reshaped(4, 6).shape == [4, 6])
    }

    @Test func copiesShareTheElements() {
        let tensor = context.tensor([1, 2, 3, 4], 2, 2)
        tensor.reshaped(4).floats[3] = 9
        #expect(tensor.array() == [1, 2, 3, 9])
    }

    @Test func bfloat16KeepsEightBitsOfTheNumber() {
        let context = Context(precision: .bfloat16)
        let tensor = context.tensor([1, -2.5, 1.00390625, 3.14159], 4)
        #expect(tensor.elementType == .bfloat16)
        // Halfway between two numbers the even one is taken.
        #expect(tensor.array() == [1, -2.5, 1, 3.140625])
    }

    @Test(arguments: Precision.allCases)
    func rowsAndColumnsAreCopied(precision: Precision) {
        let context = Context(precision: precision)
        let source = context.tensor((0..<12).map(Float.init), 3, 4)
        let columns = context.tensor([Float](repeating: -1, count: 4), 2, 2)
        columns.copyRow(1, from: source, row: 2, columnsFrom: 1)
        #expect(columns.array() == [-1, -1, 9, 10])
        let rows = context.tensor([Float](repeating: -1, count: 12), 3, 4)
        rows.copyRows(at: 1, from: source, rows: 0, count: 2)
        #expect(rows.array() == [-1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7])
    }
}
