internal import CKernels

extension Context {
    /// The same numbers in another type.
    public func converted(_ matrix: Tensor, to elementType: ElementType) -> Tensor {
        guard matrix.elementType != elementType else { return matrix }
        let out = tensor(matrix.rows, matrix.columns, elementType: elementType)
        convert(matrix, to: out)
        tape?.record(out) { [key = matrix.key] tape, gradient in
            let matrixGradient = tape.emptyTensor(like: key)
            self.convert(gradient, to: matrixGradient)
            tape.accumulate(key, giving: matrixGradient)
        }
        return out
    }

    private func convert(_ source: Tensor, to destination: Tensor) {
        ck_convert(
            source.elementType.kernelType, source.pointer, destination.elementType.kernelType,
            destination.pointer, Int64(source.count))
    }
}
