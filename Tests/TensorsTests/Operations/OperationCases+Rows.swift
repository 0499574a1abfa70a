import Tensors

extension OperationCase {
    /// What moves rows and columns.
    static let rows = [
        OperationCase("gathered rows, some twice, some zeros", inputs: [[4, 5]], width: 5) {
            context, inputs, _ in context.gatherRows(inputs[0], [2, -1, 0, 2, 2, 1])
        },
        OperationCase("rows gathered twice from one matrix", inputs: [[4, 5]], width: 5) {
            context, inputs, _ in
            context.residual(
                context.gatherRows(inputs[0], [2, 0, 3]), context.rows(1..<4, of: inputs[0]),
                dropout: 0)
        },
        OperationCase("concatenated rows", inputs: [[4, 5], [2, 5]], width: 5) {
            context, inputs, _ in context.concatenateRows([inputs[1], inputs[0], inputs[1]])
        },
        OperationCase("concatenated columns", inputs: [[4, 3], [4, 2]], width: 8) {
            context, inputs, _ in context.concatenateColumns([inputs[0], inputs[1], inputs[0]])
        },
        OperationCase("converted and back", inputs: [[4, 3]], width: 3) { context, inputs, _ in
            context.converted(
                context.converted(inputs[0], to: .float32), to: context.elementType)
        },
        OperationCase("dropout", inputs: [[6, 5]], width: 5, drops: true) {
            context, inputs, _ in context.dropout(inputs[0], 0.4)
        },
    ]
}
