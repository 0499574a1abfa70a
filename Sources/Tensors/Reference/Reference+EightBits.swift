extension Reference.Matrix {
    /// What int8 products make of weights `[outputs, inputs]`: each output is rounded to whole
    /// numbers of −127 to 127 times a scale of its own, its largest magnitude / 127.
    package var withOutputsInEightBits: Reference.Matrix {
        mappingRows { row in
            let scale = row.map { abs($0) }.max().map { $0 / 127 } ?? 0
            guard scale > 0 else { return row }
            return row.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
        }
    }

    /// What int8 products make of their inputs `[rows, inputs]`: each row is rounded to 255 numbers
    /// that lie evenly over its range, which takes in zero, so that one of them is 0.
    package var withRowsInEightBits: Reference.Matrix {
        mappingRows { row in
            let (lowest, highest) = (min(row.min() ?? 0, 0), max(row.max() ?? 0, 0))
            let scale = (highest - lowest) / 254
            guard scale > 0 else { return row }
            return row.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
        }
    }

    private func mappingRows(_ change: ([Double]) -> [Double]) -> Reference.Matrix {
        Reference.Matrix(rows, columns, (0..<rows).flatMap { change(self[$0]) })
    }
}
