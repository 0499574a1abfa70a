internal import CKernels

extension Context {
    /// log Σ exp of every row of float32 logits: what a logit is above its log-probability.
    /// `[rows]`
    public func logSumExp(_ logits: Tensor) -> [Float] {
        let top = logSoftmaxTopK(logits, k: 1)
        return (0..<logits.rows).map {
            logits.floats[$0 * logits.columns + Int(top.indices[$0])] - top.logProbabilities[$0]
        }
    }

    /// The weights of a row of float32 logits: exp((logit − shift) / temperature), which are
    /// probabilities but for their sum.
    ///
    /// - Parameters:
    ///   - logits: `[rows, columns]`.
    ///   - row: The row that is asked for.
    ///   - shift: What keeps the exponentials in range: the row's largest logit that counts.
    ///   - temperature: More than 1 flattens the distribution, less sharpens it.
    ///   - weights: Receives the weights, `[columns]`.
    /// - Returns: Their sum.
    public func softmaxWeights(
        _ logits: Tensor, row: Int, shift: Float, temperature: Float, into weights: inout [Float]
    ) -> Double {
        precondition(
            row < logits.rows && weights.count == logits.columns,
            "\(weights.count) weights of row \(row) of \(logits.shape)")
        let first = UnsafePointer(logits.floats.baseAddress?.advanced(by: row * logits.columns))
        return ck_exponentials(
            first, shift, 1 / temperature, Int64(logits.columns), &weights)
    }

    /// The logarithm of the mean of several models' probabilities:
    /// log (1/M Σ_m softmax(logits_m)), for the first `rows` rows of each.
    ///
    /// - Parameters:
    ///   - logits: Float32 `[rows or more, classes]` of every model.
    ///   - rows: The rows that count.
    /// - Returns: `[rows, classes]`, float32.
    public func logMeanSoftmax(_ logits: [Tensor], rows: Int) -> Tensor {
        let classes = logits.first?.columns ?? 0
        precondition(
            !logits.isEmpty && logits.allSatisfy { $0.columns == classes && $0.rows >= rows },
            "the mean of \(rows) rows of softmaxes of \(logits.map(\.shape))")
        let logSums = logits.flatMap { logSumExp($0).prefix(rows) }
        let out = tensor(rows, classes, elementType: .float32)
        let pointers = logits.map { UnsafePointer($0.floats.baseAddress) }
        ck_log_mean_softmax(
            pointers, logSums, Int64(logits.count), Int64(rows), Int64(classes),
            out.floats.baseAddress)
        return out
    }
}
