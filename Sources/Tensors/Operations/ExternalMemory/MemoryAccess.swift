internal import CKernels

extension Context {
    /// Writing (Graves et al. 2014, equations 3 and 4): all write heads erase, then all add;
    /// M′(i) = M(i) Π (1 − w(i) e) + Σ w(i) a, elementwise in the slot's numbers.
    ///
    /// - Parameters:
    ///   - contents: `[sequences, width · slots]`.
    ///   - weighting: `[sequences, heads · slots]`, of which the write heads' are used.
    ///   - parameters: `[sequences, parameterCount]`, of which erase and add vectors are used.
    ///   - shape: The sizes of the memory and its heads.
    /// - Returns: The new contents, `[sequences, width · slots]`.
    public func writeMemory(
        _ contents: Tensor, weighting: Tensor, _ parameters: Tensor, _ shape: MemoryShape
    ) -> Tensor {
        shape.check(
            contents: contents, weighting: weighting, parameters: parameters, in: "writeMemory")
        let sequences = contents.rows
        let written = tensor(sequences, shape.contentCount, elementType: .float32)
        shape.withKernelShape(sequences: sequences) {
            ck_memory_write_forward(
                $0, contents.first, weighting.first, parameters.first, written.first)
        }
        tape?.record(written) { tape, gradient in
            let weightingGradient = tape.zeroedGradient(of: weighting.key)
            let parametersGradient = tape.zeroedGradient(of: parameters.key)
            let workspace = self.tensor(shape.slots, elementType: .float32)
            shape.withKernelShape(sequences: sequences) {
                ck_memory_write_backward(
                    $0, contents.first, weighting.first, parameters.first, gradient.first,
                    weightingGradient.first, parametersGradient.first, workspace.first)
            }
            tape.accumulate(contents.key, giving: gradient)
        }
        return written
    }

    /// Reading (Graves et al. 2014, equation 2): every read head reads Σ w(i) M(i).
    ///
    /// - Parameters:
    ///   - contents: `[sequences, width · slots]`.
    ///   - weighting: `[sequences, heads · slots]`, of which the read heads' are used.
    ///   - shape: The sizes of the memory and its heads.
    /// - Returns: `[sequences, readHeads · width]`.
    public func readMemory(
        _ contents: Tensor, weighting: Tensor, _ shape: MemoryShape
    ) -> Tensor {
        shape.check(contents: contents, weighting: weighting, in: "readMemory")
        let sequences = contents.rows
        let reads = tensor(sequences, shape.readCount, elementType: .float32)
        shape.withKernelShape(sequences: sequences) {
            ck_memory_read_forward($0, contents.first, weighting.first, reads.first)
        }
        tape?.record(reads) { tape, gradient in
            let contentsGradient = tape.zeroedGradient(of: contents.key)
            let weightingGradient = tape.zeroedGradient(of: weighting.key)
            shape.withKernelShape(sequences: sequences) {
                ck_memory_read_backward(
                    $0, contents.first, weighting.first, gradient.first, contentsGradient.first,
                    weightingGradient.first)
            }
        }
        return reads
    }
}
