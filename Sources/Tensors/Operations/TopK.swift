internal import CKernels

/// The k most probable classes of some rows.
public struct TopK: Sendable {
    /// Classes kept for every row.
    public let k: Int
    /// Log-probabilities, `[rows, k]`, descending in each row.
    public let logProbabilities: [Float]
    /// The classes, `[rows, k]`.
    public let indices: [Int32]
}

extension Context {
    /// The k most probable classes of every row of float32 logits, with their log-probabilities.
    public func logSoftmaxTopK(_ logits: Tensor, k: Int) -> TopK {
        let (rows, classes) = (logits.rows, logits.columns)
        precondition((1...max(classes, 1)).contains(k), "top \(k) of \(classes) classes")
        var indices = [Int32](repeating: 0, count: rows * k)
        let values = [Float](unsafeUninitializedCapacity: rows * k) { values, initialized in
            ck_log_softmax_top_k(
                logits.floats.baseAddress, nil, Int64(rows), Int64(classes), Int64(k),
                values.baseAddress, &indices)
            initialized = rows * k
        }
        return TopK(k: k, logProbabilities: values, indices: indices)
    }
}
