/// What the fast operations compute, written to be read: each equation of the papers in plain loops
/// over small matrices of double precision, one sentence and one head at a time.
///
/// Nothing of it is used where speed matters, and it uses nothing that is fast: the tests hold the
/// kernels, and the layers made of them, to it.
package enum Reference {}

extension Reference {
    /// A matrix, row by row.
    package struct Matrix: Equatable {
        /// The number of rows.
        package let rows: Int
        /// The number of columns.
        package let columns: Int
        /// The elements, row by row. `[rows · columns]`
        package var values: [Double]

        /// A matrix of its elements, row by row.
        package init(_ rows: Int, _ columns: Int, _ values: [Double]) {
            precondition(
                values.count == rows * columns, "\(values.count) values of [\(rows), \(columns)]")
            self.rows = rows
            self.columns = columns
            self.values = values
        }

        /// A matrix of what its elements are.
        package init(
            _ rows: Int, _ columns: Int, _ element: (_ row: Int, _ column: Int) -> Double
        ) {
            self.init(
                rows, columns,
                (0..<rows).flatMap { row in (0..<columns).map { element(row, $0) } })
        }

        /// An element.
        package subscript(row: Int, column: Int) -> Double {
            get { values[row * columns + column] }
            set { values[row * columns + column] = newValue }
        }

        /// A row. `[columns]`
        package subscript(row: Int) -> [Double] {
            Array(values[row * columns..<(row + 1) * columns])
        }

        /// Some of the columns. `[rows, range.count]`
        package func columns(_ range: Range<Int>) -> Matrix {
            Matrix(rows, range.count) { self[$0, range.lowerBound + $1] }
        }

        /// Some of the rows. `[range.count, columns]`
        package func rows(_ range: Range<Int>) -> Matrix {
            Matrix(range.count, columns) { self[range.lowerBound + $0, $1] }
        }

        /// `[columns, rows]`
        package var transposed: Matrix { Matrix(columns, rows) { self[$1, $0] } }

        /// The matrix product: `[n, k]` · `[k, m]` → `[n, m]`.
        package static func * (a: Matrix, b: Matrix) -> Matrix {
            Matrix(a.rows, b.columns) { i, j in
                (0..<a.columns).reduce(0) { $0 + a[i, $1] * b[$1, j] }
            }
        }
    }

    /// A linear layer: y = x Wᵀ + b for every row x.
    package struct Linear {
        /// W, `[out, in]`.
        let weight: Matrix
        /// b, `[out]`.
        let bias: [Double]

        /// A layer of its weights.
        package init(weight: Matrix, bias: [Double]) {
            self.weight = weight
            self.bias = bias
        }

        /// `[rows, in]` → `[rows, out]`.
        package func callAsFunction(_ x: Matrix) -> Matrix {
            let product = x * weight.transposed  // [rows, out]
            return Matrix(x.rows, bias.count) { product[$0, $1] + bias[$1] }
        }
    }

    /// x · y = Σ_i x_i y_i.
    package static func dot(_ x: [Double], _ y: [Double]) -> Double {
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
