/// The directions in which vectors x of length d differ most (Pearson 1901; Jolliffe 2002, chapter
/// 1): those eigenvectors of their covariance
///
///     C = 1/n Σ (x − x̄)(x − x̄)ᵀ
///
/// that have the largest eigenvalues, which are the variances along them.
///
/// C is computed in double precision, after the mean is subtracted: n d² / 2 products, half a
/// second for 32,000 vectors of 512 numbers. The eigenvectors are found by orthogonal iteration
/// with Rayleigh-Ritz projection (Golub & Van Loan 2013, section 8.2.4): from 32 random directions
/// V on,
///
///     Y = C V,   Vᵀ Y = Q Θ Qᵀ,   V ← Y Q made orthonormal,
///
/// where the small problem in the middle is solved by Jacobi's rotations (section 8.5). It ends
/// when |C v − θ v| ≤ 10⁻⁹ θ₁ for the first columns v of V Q, which takes longest where variances
/// hardly differ, or after 1,000 rounds. Of two components with one variance, any two directions in
/// their plane would be as good.
package struct PrincipalComponents: Sendable {
    /// A direction and how much there is of it.
    package struct Component: Sendable {
        /// Of length 1, its largest coordinate positive. `[d]`
        package let direction: [Double]
        /// The variance along it.
        package let variance: Double
    }

    /// x̄. `[d]`
    package let mean: [Double]
    /// The sum of the variances along all d directions: the trace of C.
    package let totalVariance: Double
    /// The components of the largest variances, the largest first: as many as were asked for, or as
    /// there are with any variance.
    package let components: [Component]

    /// The components of some vectors.
    ///
    /// - Parameters:
    ///   - vectors: Row-major `[n, width]`, finite.
    ///   - width: d.
    ///   - count: How many components.
    package init(of vectors: [Float], width: Int, count: Int) {
        precondition(
            width > 0 && vectors.count.isMultiple(of: width) && !vectors.isEmpty,
            "\(vectors.count) numbers as vectors of \(width)")
        let covariance = Covariance(of: vectors, width: width)
        let total = covariance.trace
        mean = covariance.mean
        totalVariance = total
        guard total > 0 else {
            components = []
            return
        }
        components = OrthogonalIteration.eigenpairs(
            of: covariance.matrix, count: count, width: width
        )
        // What rounding leaves where there is no variance is no direction.
        .filter { $0.value > 1e-12 * total }
        .map { Component(direction: Self.signed($0.vector), variance: $0.value) }
    }

    /// The coordinate of a vector along each component.
    package func coordinates(of vector: [Double]) -> [Double] {
        let centred = zip(vector, mean).map { $0 - $1 }
        return components.map { dotProduct($0.direction, centred) }
    }

    /// Of a direction and its opposite the one whose largest coordinate is positive; of equally
    /// large ones, up to rounding, the first.
    private static func signed(_ direction: [Double]) -> [Double] {
        let largest = direction.reduce(0) { max($0, abs($1)) }
        let decisive = direction.first { abs($0) >= (1 - 1e-6) * largest } ?? 0
        return decisive < 0 ? direction.map { -$0 } : direction
    }
}
