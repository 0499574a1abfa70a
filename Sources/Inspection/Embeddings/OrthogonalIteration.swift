import Basics

/// The largest eigenvalues of a symmetric matrix and their eigenvectors: see `PrincipalComponents`.
enum OrthogonalIteration {
    /// More directions than are asked for: the components converge as fast as their eigenvalues are
    /// larger than that of the last direction.
    private static let directions = 32
    private static let mostIterations = 1000
    private static let tolerance = 1e-9

    static func eigenpairs(
        of matrix: [Lanes], count: Int, width: Int
    ) -> [(value: Double, vector: [Double])] {
        var random = RandomSource(seed: 1)
        let size = min(width, max(directions, count))
        var basis = orthonormal(
            (0..<size).map { _ in randomVector(width, &random) }, width, &random)
        var values: [Double] = []
        for _ in 0..<mostIterations {
            let images = basis.map { product(matrix, $0) }
            let projected = basis.map { vector in images.map { vector.dot($0) } }
            let (eigenvalues, rotation) = JacobiRotations.eigenpairs(of: projected)
            let ritz = combined(basis, rotation)
            let next = combined(images, rotation)
            values = eigenvalues
            basis = ritz
            let isDone = (0..<min(count, size)).allSatisfy { place in
                var residual = next[place]
                residual.add(ritz[place], times: -values[place])
                return residual.dot(residual).squareRoot() <= tolerance * abs(values[0])
            }
            if isDone { break }
            basis = orthonormal(next, width, &random)
        }
        return zip(values, basis).prefix(count).map { ($0, $1.values(width)) }
    }

    /// C v.
    private static func product(_ matrix: [Lanes], _ vector: Lanes) -> Lanes {
        Lanes(matrix.map { $0.dot(vector) })
    }

    /// Of vectors, the sums with the coefficients in each column of a matrix.
    private static func combined(_ vectors: [Lanes], _ columns: [[Double]]) -> [Lanes] {
        vectors.indices.map { column in
            var sum = Lanes(repeating: .zero, count: vectors[0].count)
            for (row, vector) in vectors.enumerated() {
                sum.add(vector, times: columns[row][column])
            }
            return sum
        }
    }

    /// Gram-Schmidt, twice, which leaves what is orthogonal up to rounding (Golub & Van Loan 2013,
    /// section 5.2.9). What depends on the vectors before it gives way to a random direction.
    private static func orthonormal(
        _ vectors: [Lanes], _ width: Int, _ random: inout RandomSource
    ) -> [Lanes] {
        var basis: [Lanes] = []
        for var vector in vectors {
            while true {
                let before = vector.dot(vector).squareRoot()
                for _ in 0..<2 {
                    for other in basis { vector.add(other, times: -vector.dot(other)) }
                }
                let length = vector.dot(vector).squareRoot()
                if length > 1e-12 * before, length > 1e-150 {
                    vector.scale(by: 1 / length)
                    break
                }
                vector = randomVector(width, &random)
            }
            basis.append(vector)
        }
        return basis
    }

    private static func randomVector(_ width: Int, _ random: inout RandomSource) -> Lanes {
        Lanes((0..<width).map { _ in Double(random.nextNormal()) })
    }
}
