internal import CKernels

/// How well a source position answers the state of a recurrent decoder.
public enum StepAttentionScore: Sendable {
    /// q · k (Luong et al. 2015, section 3.1).
    case dot
    /// v · tanh(q + k) (Bahdanau et al. 2015, appendix A.1.2), v being `[key width]`.
    case additive(Parameter)

    var kernel: ck_score {
        switch self {
        case .dot: CK_SCORE_DOT
        case .additive: CK_SCORE_ADDITIVE
        }
    }

    var vector: Parameter? {
        if case .additive(let vector) = self { vector } else { nil }
    }
}

extension Context {
    /// The attention of a recurrent decoder at one step: for every query the context vector, which
    /// is the mean of its sentence's values, weighted by the softmax of the scores.
    ///
    /// Everything is float32, for the gradients of keys and values add up over all steps.
    ///
    /// - Parameters:
    ///   - query: `[rows, key width]`.
    ///   - key: `[source rows, key width]`.
    ///   - value: `[source rows, value width]`.
    ///   - score: How queries and keys are compared.
    ///   - segments: Of one query each.
    /// - Returns: The context vectors, `[rows, value width]`, zeros in rows of no segment; and the
    ///   weights, segment by segment.
    public func stepAttention(
        query: Tensor, key: Tensor, value: Tensor, score: StepAttentionScore,
        segments: AttentionSegments
    ) -> (contextVectors: Tensor, weights: Tensor) {
        precondition(
            query.columns == key.columns && key.rows == value.rows
                && segments.keyEnd <= key.rows && segments.queryEnd <= query.rows
                && score.vector.map { $0.count == key.columns } ?? true,
            "attention of \(query.shape) to \(key.shape) and \(value.shape)")
        let contextVectors = tensor(query.rows, value.columns, elementType: .float32)
        contextVectors.clearRows(from: 0)
        let weights = tensor(segments.pairOffsets.last ?? 0, elementType: .float32)
        withKernelCall(query, key, value, score, segments) {
            ck_step_attention_forward(
                $0, contextVectors.floats.baseAddress, weights.floats.baseAddress)
        }
        tape?.record(contextVectors) { tape, gradient in
            let gradients = [query, key, value].map { tape.zeroedGradient(of: $0.key) }
            self.withKernelCall(query, key, value, score, segments) {
                ck_step_attention_backward(
                    $0, contextVectors.floats.baseAddress, weights.floats.baseAddress,
                    gradient.floats.baseAddress, gradients[0].floats.baseAddress,
                    gradients[1].floats.baseAddress, gradients[2].floats.baseAddress,
                    score.vector.map(tape.parameterGradients.pointer))
            }
        }
        return (contextVectors, weights)
    }

    private func withKernelCall(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, _ score: StepAttentionScore,
        _ segments: AttentionSegments, _ body: (UnsafePointer<ck_step_attention>) -> Void
    ) {
        segments.kernelSegments.withUnsafeBufferPointer { buffer in
            var call = ck_step_attention(
                score: score.kernel, segments: buffer.baseAddress,
                segment_count: Int64(buffer.count), key_width: Int64(key.columns),
                value_width: Int64(value.columns),
                query: query.floats.baseAddress.map { UnsafePointer($0) },
                key: key.floats.baseAddress.map { UnsafePointer($0) },
                value: value.floats.baseAddress.map { UnsafePointer($0) },
                vector: score.vector.flatMap { UnsafePointer($0.values.baseAddress) })
            body(&call)
        }
    }
}
