extension Reference {
    /// The position-wise feed-forward network (Vaswani et al. 2017, section 3.3, equation 2), for
    /// every row x:
    ///
    ///     FFN(x) = max(0, x W₁ + b₁) W₂ + b₂
    package struct FeedForward {
        /// W₁, held as `[d_ff, d]`, and b₁.
        let expand: Linear
        /// W₂, held as `[d, d_ff]`, and b₂.
        let contract: Linear

        /// A network of its two layers.
        package init(expand: Linear, contract: Linear) {
            self.expand = expand
            self.contract = contract
        }

        /// `[rows, d]` → `[rows, d]`.
        package func callAsFunction(_ x: Matrix) -> Matrix {
            let inner = expand(x)  // [rows, d_ff]
            return contract(Matrix(inner.rows, inner.columns, inner.values.map { max(0, $0) }))
        }
    }
}
