internal import CKernels

/// How well a source position answers the state of a recurrent decoder.
public enum AlignmentScore: Sendable {
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
    /// The attention of a recurrent decoder at one step: for every query the mean of its sentence's
    /// values, weighted by the softmax of the scores.
    ///
    /// Everything is float32, for the gradients of keys and values add up over all steps.
    ///
    /// - Parameters:
    ///   - query: `[rows, key width]`.
    ///   - key: `[source rows, key width]`.
    ///   - value: `[source rows, value width]`.
    ///   - segments: Of one query each; rows of no segment get zeros.
    ///   - weights: Receives the weights, segment by segment.
    /// - Returns: `[rows, value width]`.
    public func alignment(
        query: Tensor, key: Tensor, value: Tensor, score: AlignmentScore,
        segments: AttentionSegments, weights: UnsafeMutablePointer<Float>? = nil
    ) -> Tensor {
        precondition(
            query.columns == key.columns && key.rows == value.rows
                && segments.keyEnd <= key.rows && segments.queryEnd <= query.rows
                && score.vector.map { $0.count == key.columns } ?? true,
            "alignment of \(query.shape) with \(key.shape) and \(value.shape)")
        let out = tensor(query.rows, value.columns, elementType: .float32)
        out.clearRows(from: 0)
        let kept = tensor(max(1, segments.pairOffsets.last ?? 0), elementType: .float32)
        withKernelCall(query, key, value, score, segments) {
            ck_alignment_forward($0, out.floats.baseAddress, kept.floats.baseAddress)
        }
        if let weights, let first = kept.floats.baseAddress {
            weights.update(from: first, count: segments.pairOffsets.last ?? 0)
        }
        tape?.record(out) { tape, gradient in
            self.accumulate(tape, query, key, value) { queryGradient, keyGradient, valueGradient in
                self.withKernelCall(query, key, value, score, segments) {
                    ck_alignment_backward(
                        $0, out.floats.baseAddress, kept.floats.baseAddress,
                        gradient.floats.baseAddress, queryGradient, keyGradient, valueGradient,
                        score.vector.map(tape.parameterGradients.pointer))
                }
            }
        }
        return out
    }

    /// Calls `body` with places where gradients of three float32 tensors are to be added.
    private func accumulate(
        _ tape: Tape, _ first: Tensor, _ second: Tensor, _ third: Tensor,
        _ body: (
            UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?,
            UnsafeMutablePointer<Float>?
        ) -> Void
    ) {
        func place(_ tensor: Tensor) -> UnsafeMutablePointer<Float>? {
            var place: UnsafeMutablePointer<Float>?
            tape.accumulate(tensor.key) { gradient, accumulates in
                if !accumulates { gradient.clearRows(from: 0) }
                place = gradient.floats.baseAddress
            }
            return place
        }
        body(place(first), place(second), place(third))
    }

    private func withKernelCall(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, _ score: AlignmentScore,
        _ segments: AttentionSegments, _ body: (UnsafePointer<ck_alignment>) -> Void
    ) {
        segments.kernelSegments.withUnsafeBufferPointer { buffer in
            var call = ck_alignment(
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
