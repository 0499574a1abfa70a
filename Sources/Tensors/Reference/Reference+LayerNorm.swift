extension Reference {
    /// Layer normalisation of one row x of d numbers (Ba et al. 2016, equations 3 and 4):
    ///
    ///     mean = 1/d Σ_i x_i,  variance = 1/d Σ_i (x_i − mean)²
    ///     y    = gain ∘ (x − mean) / √(variance + ε) + bias
    package struct LayerNorm {
        /// The mean of the row.
        package let mean: Double
        /// 1 / √(variance + ε).
        package let inverseDeviation: Double
        /// (x − mean) / √(variance + ε). `[d]`
        package let normalised: [Double]

        /// The statistics of a row.
        package init(_ x: [Double], epsilon: Double) {
            let d = Double(x.count)
            let mean = x.reduce(0, +) / d
            let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / d
            let inverse = 1 / (variance + epsilon).squareRoot()
            self.mean = mean
            inverseDeviation = inverse
            normalised = x.map { ($0 - mean) * inverse }
        }

        /// y. `[d]`
        package func output(gain: [Double], bias: [Double]) -> [Double] {
            normalised.indices.map { gain[$0] * normalised[$0] + bias[$0] }
        }

        /// The gradient of x from g, that of the normalised row x̂:
        ///
        ///     dx_i = (g_i − 1/d Σ_j g_j − x̂_i 1/d Σ_j g_j x̂_j) / √(variance + ε)
        package func gradient(_ g: [Double]) -> [Double] {
            let d = Double(g.count)
            let average = g.reduce(0, +) / d
            let projection = dot(g, normalised) / d
            return zip(g, normalised).map {
                inverseDeviation * ($0 - average - $1 * projection)
            }
        }
    }

    /// The paper's *Add & Norm* (Vaswani et al. 2017, section 3.1), row by row:
    /// LayerNorm(x + Sublayer(x)).
    ///
    /// - Parameters:
    ///   - x: `[rows, d]`.
    ///   - sublayer: Sublayer(x), `[rows, d]`.
    /// - Returns: `[rows, d]`.
    package static func addAndNorm(
        _ x: Matrix, _ sublayer: Matrix, gain: [Double], bias: [Double], epsilon: Double
    ) -> Matrix {
        let sum = Matrix(x.rows, x.columns) { x[$0, $1] + sublayer[$0, $1] }
        return Matrix(
            x.rows, x.columns,
            (0..<x.rows).flatMap {
                LayerNorm(sum[$0], epsilon: epsilon).output(gain: gain, bias: bias)
            })
    }
}
