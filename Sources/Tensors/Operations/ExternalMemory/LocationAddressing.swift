internal import CKernels

extension Context {
    /// Focusing by location (Graves et al. 2014, equations 7, 8 and 9), for every head: the gate
    /// chooses between the weighting by content and the one before, the shift distribution moves
    /// it around the ring of slots, and the sharpening γ gathers what the shift has spread:
    /// w(i) = w̃(i)^γ / Σ w̃(j)^γ.
    ///
    /// - Parameters:
    ///   - content: `[sequences, heads · slots]`.
    ///   - previous: The weightings of the step before, of the same shape.
    ///   - parameters: `[sequences, parameterCount]`, of which gates, shifts and sharpenings are
    ///     used.
    ///   - shape: The sizes of the memory and its heads.
    /// - Returns: Weightings, `[sequences, heads · slots]`.
    public func locationAddressing(
        content: Tensor, previous: Tensor, _ parameters: Tensor, _ shape: MemoryShape
    ) -> Tensor {
        shape.check(weighting: content, parameters: parameters, in: "locationAddressing")
        shape.check(weighting: previous, parameters: parameters, in: "locationAddressing")
        let sequences = content.rows
        let weighting = tensor(sequences, shape.weightingCount, elementType: .float32)
        let interpolated = tensor(sequences, shape.weightingCount, elementType: .float32)
        let shifted = tensor(sequences, shape.weightingCount, elementType: .float32)
        shape.withKernelShape(sequences: sequences) {
            ck_memory_location_forward(
                $0, content.first, previous.first, parameters.first, interpolated.first,
                shifted.first, weighting.first)
        }
        tape?.record(weighting) { tape, gradient in
            let contentGradient = tape.emptyTensor(like: content.key)
            let previousGradient = tape.emptyTensor(like: previous.key)
            let parametersGradient = tape.zeroedGradient(of: parameters.key)
            shape.withKernelShape(sequences: sequences) {
                ck_memory_location_backward(
                    $0, content.first, previous.first, parameters.first, interpolated.first,
                    shifted.first, weighting.first, gradient.first, contentGradient.first,
                    previousGradient.first, parametersGradient.first)
            }
            tape.accumulate(content.key, giving: contentGradient)
            tape.accumulate(previous.key, giving: previousGradient)
        }
        return weighting
    }
}
