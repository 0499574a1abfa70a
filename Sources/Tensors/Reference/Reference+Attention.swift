import Foundation

extension Reference {
    /// Scaled dot-product attention of one head in one sentence (Vaswani et al. 2017, section
    /// 3.2.1, equation 1):
    ///
    ///     Attention(Q, K, V) = softmax(Q Kᵀ / √d_k) V
    ///
    /// n queries and m keys are d_k wide, and each key has a value d_v wide.
    package struct Attention {
        /// Q, `[n, d_k]`.
        let queries: Matrix
        /// K, `[m, d_k]`.
        let keys: Matrix
        /// V, `[m, d_v]`.
        let values: Matrix
        /// What the weights are multiplied by. `[n, m]`
        private let dropout: Matrix?
        /// What the products of queries and keys are multiplied by.
        private let scale: Double

        /// log Σ exp of the scores of every query. `[n]`
        package let logSums: [Double]
        /// softmax(Q Kᵀ / √d_k): how much each query looks at each key. `[n, m]`
        package let weights: Matrix
        /// What each query gets. `[n, d_v]`
        package let output: Matrix

        /// - Parameters:
        ///   - isCausal: Whether a query sees only the keys up to its own place (section 3.2.3).
        ///     Where there are more keys than queries, the last query has the place of the last
        ///     key.
        ///   - dropout: What each weight is multiplied by: 0, or 1 / (1 − p); nil for nothing.
        ///     `[n, m]`
        ///   - scale: What stands in the place of 1 / √d_k; nil for that.
        package init(
            queries: Matrix, keys: Matrix, values: Matrix, isCausal: Bool = false,
            dropout: Matrix? = nil, scale: Double? = nil
        ) {
            self.queries = queries
            self.keys = keys
            self.values = values
            self.dropout = dropout
            let (n, m) = (queries.rows, keys.rows)
            let scale = scale ?? 1 / Double(queries.columns).squareRoot()  // 1 / √d_k
            self.scale = scale
            let scores = Matrix(n, m) { i, j in
                let isSeen = !isCausal || j <= i + m - n
                return isSeen ? scale * dot(queries[i], keys[j]) : -.infinity
            }  // [n, m]
            logSums = (0..<n).map { logSumExp(scores[$0]) }  // [n]
            weights = Matrix(n, m, (0..<n).flatMap { softmax(scores[$0]) })  // [n, m]
            output = weights.multiplied(by: dropout) * values  // [n, d_v]
        }

        /// The gradients of Q, K and V from that of the output O. With P the weights, D the dropout
        /// and A = P ∘ D, so that O = A V, and with S the scores:
        ///
        ///     dV = Aᵀ dO
        ///     dP = (dO Vᵀ) ∘ D
        ///     dS = P ∘ (dP − Σ_j P_j dP_j), row by row
        ///     dQ = dS K / √d_k,  dK = dSᵀ Q / √d_k
        ///
        /// with the scale in the place of 1 / √d_k where it is another.
        package func gradient(_ outputGradient: Matrix) -> (
            queries: Matrix, keys: Matrix, values: Matrix
        ) {
            let dropped = weights.multiplied(by: dropout)  // [n, m]
            let weightGradient = (outputGradient * values.transposed)
                .multiplied(by: dropout)  // [n, m]
            let rows = (0..<queries.rows).map { softmaxGradient(weights[$0], weightGradient[$0]) }
            let scoreGradient = Matrix(
                queries.rows, keys.rows, rows.flatMap { $0.map { scale * $0 } })  // [n, m]
            return (
                queries: scoreGradient * keys,  // [n, d_k]
                keys: scoreGradient.transposed * queries,  // [m, d_k]
                values: dropped.transposed * outputGradient  // [m, d_v]
            )
        }
    }

    /// Multi-head attention (Vaswani et al. 2017, section 3.2.2), one head after the other:
    ///
    ///     MultiHead(Q, K, V) = Concat(head_1, …, head_h) Wᴼ
    ///     head_i             = Attention(Q W_i^Q, K W_i^K, V W_i^V)
    ///
    /// with d_k = d_v = d / h; W_i^Q, W_i^K and W_i^V are columns of the three projections.
    package struct MultiHeadAttention {
        private let heads: Int
        private let isCausal: Bool
        private let scale: Double?
        private let queryProjection, keyProjection, valueProjection: Linear?
        private let outputProjection: Linear

        /// - Parameters:
        ///   - heads: h.
        ///   - isCausal: Whether a query sees only the keys up to its own place.
        ///   - scale: What stands in the place of 1 / √d_k; nil for that.
        ///   - queries: W^Q; nil for the rows as they are, of which each head has its columns. So are
        ///     the two that follow.
        ///   - keys: W^K.
        ///   - values: W^V.
        ///   - output: Wᴼ.
        package init(
            heads: Int, isCausal: Bool, scale: Double? = nil, queries: Linear?, keys: Linear?,
            values: Linear?, output: Linear
        ) {
            self.heads = heads
            self.isCausal = isCausal
            self.scale = scale
            queryProjection = queries
            keyProjection = keys
            valueProjection = values
            outputProjection = output
        }

        /// The attention of the rows of a sentence to those of another, or to themselves.
        ///
        /// - Parameters:
        ///   - x: What queries are made of, `[n, d]`.
        ///   - memory: What keys and values are made of, `[m, d]`.
        /// - Returns: `[n, d]`.
        package func callAsFunction(_ x: Matrix, over memory: Matrix) -> Matrix {
            let queries = queryProjection?(x) ?? x  // [n, h · d_k]
            let keys = keyProjection?(memory) ?? memory  // [m, h · d_k]
            let values = valueProjection?(memory) ?? memory  // [m, h · d_v]
            let width = x.columns / heads  // d_k = d_v
            let results = (0..<heads).map { head in
                let columns = head * width..<(head + 1) * width
                return Attention(
                    queries: queries.columns(columns), keys: keys.columns(columns),
                    values: values.columns(columns), isCausal: isCausal, scale: scale
                ).output  // [n, d_v]
            }
            let concatenated = Matrix(x.rows, x.columns) { row, column in
                results[column / width][row, column % width]
            }  // [n, h · d_v]
            return outputProjection(concatenated)  // [n, d]
        }
    }

    /// The context vector of one step of a recurrent decoder (Bahdanau et al. 2015, section 3.1):
    /// of T source positions, each with a key k_j and a value h_j,
    ///
    ///     c = Σ_j α_j h_j,  α = softmax(score(q, k_1), …, score(q, k_T))
    package struct ContextVector {
        /// How well a key answers a query.
        package enum Score {
            /// q · k (Luong et al. 2015, section 3.1).
            case dot
            /// v · tanh(q + k) (Bahdanau et al. 2015, appendix A.1.2).
            case additive(v: [Double])
        }

        /// α. `[T]`
        package let weights: [Double]
        /// c. `[value width]`
        package let vector: [Double]

        /// - Parameters:
        ///   - query: q, `[key width]`.
        ///   - keys: `[T, key width]`.
        ///   - values: `[T, value width]`.
        package init(query: [Double], keys: Matrix, values: Matrix, score: Score) {
            let scores = (0..<keys.rows).map { j in
                switch score {
                case .dot: dot(query, keys[j])
                case .additive(let v): dot(v, zip(query, keys[j]).map { tanh($0 + $1) })
                }
            }  // [T]
            weights = softmax(scores)  // [T]
            vector = (Matrix(1, keys.rows, weights) * values)[0]  // [value width]
        }
    }
}

extension Reference.Matrix {
    /// Element by element; nil changes nothing.
    fileprivate func multiplied(by factors: Self?) -> Self {
        guard let factors else { return self }
        return Self(rows, columns) { self[$0, $1] * factors[$0, $1] }
    }
}
