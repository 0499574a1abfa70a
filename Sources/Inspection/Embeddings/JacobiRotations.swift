/// All eigenvalues and eigenvectors of a small symmetric matrix, by rotations that make one element
/// after the other zero (Golub & Van Loan 2013, section 8.5).
enum JacobiRotations {
    /// - Returns: The eigenvalues, the largest first, and their eigenvectors as columns.
    static func eigenpairs(of matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
        let size = matrix.count
        var a = matrix
        var vectors = (0..<size).map { i in (0..<size).map { $0 == i ? 1.0 : 0 } }
        let scale = matrix.joined().reduce(0) { max($0, abs($1)) }
        // Each sweep about squares what is off the diagonal, once that is small.
        for _ in 0..<50 {
            var isDiagonal = true
            for p in 0..<size {
                for q in p + 1..<max(size, p + 1) where abs(a[p][q]) > 1e-17 * scale {
                    isDiagonal = false
                    rotate(&a, &vectors, p, q)
                }
            }
            if isDiagonal { break }
        }
        let order = (0..<size).sorted { (a[$1][$1], $0) < (a[$0][$0], $1) }
        return (order.map { a[$0][$0] }, vectors.map { row in order.map { row[$0] } })
    }

    /// Makes a_pq zero.
    private static func rotate(
        _ a: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int
    ) {
        let ratio = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        func turn(_ x: inout Double, _ y: inout Double) {
            (x, y) = (cosine * x - sine * y, sine * x + cosine * y)
        }
        for k in a.indices {
            var (x, y) = (a[k][p], a[k][q])
            turn(&x, &y)
            (a[k][p], a[k][q]) = (x, y)
        }
        for k in a.indices {
            var (x, y) = (a[p][k], a[q][k])
            turn(&x, &y)
            (a[p][k], a[q][k]) = (x, y)
        }
        for k in a.indices {
            var (x, y) = (vectors[k][p], vectors[k][q])
            turn(&x, &y)
            (vectors[k][p], vectors[k][q]) = (x, y)
        }
    }
}
