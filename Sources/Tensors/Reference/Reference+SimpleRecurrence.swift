extension Reference {
    /// The simpler simple recurrent unit (Kim et al. 2019) over one sentence, step by step.
    package struct SimpleRecurrentUnit {
        /// W, `[width, in]`.
        let weight: Matrix
        /// W_f, `[width, in]`, and b_f.
        let forget: Linear

        /// A unit of its weights.
        package init(weight: Matrix, forget: Linear) {
            self.weight = weight
            self.forget = forget
        }

        /// max(0, c) after every step: `[steps, in]` → `[steps, width]`.
        package func callAsFunction(_ i: Matrix) -> Matrix {
            let states = Reference.simpleRecurrence(
                i * weight.transposed, forget: forget(i),
                from: [Double](repeating: 0, count: weight.rows))  // [steps, width]
            return Matrix(states.rows, states.columns, states.values.map { max(0, $0) })
        }
    }

    /// c after every step:
    ///
    ///     f_t = σ(f̂_t)
    ///     c_t = f_t ∘ c_{t−1} + (1 − f_t) ∘ x_t
    ///
    /// - Parameters:
    ///   - x: `[steps, width]`.
    ///   - forget: f̂, b_f included, `[steps, width]`.
    ///   - initial: c before the first step, `[width]`.
    package static func simpleRecurrence(
        _ x: Matrix, forget: Matrix, from initial: [Double]
    ) -> Matrix {
        var states: [Double] = []
        var cell = initial
        for step in 0..<x.rows {
            cell = cell.indices.map { k in
                let f = sigmoid(forget[step, k])
                return f * cell[k] + (1 - f) * x[step, k]
            }
            states += cell
        }
        return Matrix(x.rows, x.columns, states)
    }
}
