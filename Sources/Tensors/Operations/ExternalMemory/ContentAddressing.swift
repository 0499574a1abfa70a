internal import CKernels

extension Context {
    /// Focusing by content (Graves et al. 2014, equations 5 and 6): the weighting of every head is
    /// softmax(β K(k, M(i))) over the slots i, with the cosine similarity K.
    ///
    /// - Parameters:
    ///   - contents: `[sequences, width · slots]`.
    ///   - parameters: `[sequences, parameterCount]`, of which keys and strengths are used.
    ///   - shape: The sizes of the memory and its heads.
    /// - Returns: Weightings, `[sequences, heads · slots]`.
    public func contentAddressing(
        _ contents: Tensor, _ parameters: Tensor, _ shape: MemoryShape
    ) -> Tensor {
        shape.check(contents: contents, parameters: parameters, in: "contentAddressing")
        let sequences = contents.rows
        let weighting = tensor(sequences, shape.weightingCount, elementType: .float32)
        let similarity = tensor(sequences, shape.weightingCount, elementType: .float32)
        let inverseNorms = tensor(sequences, shape.slots, elementType: .float32)
        shape.withKernelShape(sequences: sequences) {
            ck_memory_content_forward(
                $0, contents.first, parameters.first, similarity.first, inverseNorms.first,
                weighting.first)
        }
        tape?.record(weighting) { tape, gradient in
            let contentsGradient = tape.zeroedGradient(of: contents.key)
            let parametersGradient = tape.zeroedGradient(of: parameters.key)
            let workspace = self.tensor(shape.slots, elementType: .float32)
            shape.withKernelShape(sequences: sequences) {
                ck_memory_content_backward(
                    $0, contents.first, parameters.first, similarity.first, inverseNorms.first,
                    weighting.first, gradient.first, contentsGradient.first,
                    parametersGradient.first, workspace.first)
            }
        }
        return weighting
    }
}
