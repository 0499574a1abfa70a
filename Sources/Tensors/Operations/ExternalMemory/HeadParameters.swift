internal import CKernels

extension Context {
    /// Brings what a controller emits into the ranges that the equations of addressing, writing and
    /// reading ask for: key and add vectors by tanh, the shift distribution by softmax, the
    /// strength by softplus, gate and erase vector by the logistic function, and the sharpening by
    /// 1 + softplus (Graves et al. 2014, sections 3.2 and 3.3).
    ///
    /// - Parameters:
    ///   - raw: `[sequences, parameterCount]`.
    ///   - shape: The sizes of the memory and its heads.
    /// - Returns: `[sequences, parameterCount]`.
    public func headParameters(_ raw: Tensor, _ shape: MemoryShape) -> Tensor {
        shape.check(parameters: raw, in: "headParameters")
        let parameters = tensor(raw.rows, raw.columns, elementType: .float32)
        shape.withKernelShape(sequences: raw.rows) {
            ck_memory_parameters_forward($0, raw.first, parameters.first)
        }
        tape?.record(parameters) { [key = raw.key] tape, gradient in
            shape.withKernelShape(sequences: gradient.rows) {
                ck_memory_parameters_backward($0, parameters.first, gradient.first)
            }
            tape.accumulate(key, giving: gradient)
        }
        return parameters
    }
}
