import Foundation

extension Reference {
    /// How far a head's attention is from where it is to look (Chen et al. 2016, section 2), in one
    /// sentence:
    ///
    ///     loss = − Σ_t Σ_s A_ts log p_ts,   p = softmax(Q Kᵀ / √d_k)
    ///
    /// A_ts is 1 / (number of t's links) where t is linked to s, else 0. Queries without links have
    /// neither loss nor gradient.
    package struct AlignmentLoss {
        /// The loss in nats.
        package let loss: Double
        /// ∂loss/∂Q. `[n, d_k]`
        package let queryGradient: Matrix
        /// ∂loss/∂K. `[m, d_k]`
        package let keyGradient: Matrix

        /// - Parameters:
        ///   - queries: Q, `[n, d_k]`.
        ///   - keys: K, `[m, d_k]`.
        ///   - links: The keys that each query is linked to. `[n]`
        ///   - scale: What stands in the place of 1 / √d_k; nil for that.
        package init(queries: Matrix, keys: Matrix, links: [[Int]], scale: Double? = nil) {
            let scale = scale ?? 1 / Double(queries.columns).squareRoot()
            let products = queries * keys.transposed  // [n, m]
            let p = (0..<queries.rows).map { t in
                softmax(products[t].map { scale * $0 })
            }  // [n][m]
            func a(_ t: Int, _ s: Int) -> Double {
                links[t].contains(s) ? 1 / Double(links[t].count) : 0
            }
            loss = links.indices.reduce(0.0) { sum, t in
                links[t].reduce(sum) { $0 - a(t, $1) * log(p[t][$1]) }
            }
            // ∂loss/∂(Q Kᵀ).
            let gradient = Matrix(queries.rows, keys.rows) { t, s in
                links[t].isEmpty ? 0 : scale * (p[t][s] - a(t, s))
            }  // [n, m]
            queryGradient = gradient * keys  // [n, d_k]
            keyGradient = gradient.transposed * queries  // [m, d_k]
        }
    }
}
