internal import CKernels

extension Context {
    /// Every element is kept and divided by 1 − p, or dropped with probability p (Srivastava et al.
    /// 2014).
    public func dropout(_ x: Tensor, _ probability: Float) -> Tensor {
        let dropout = nextDropout(probability)
        guard dropout.probability > 0 else { return x }
        let out = tensor(x.rows, x.columns, elementType: x.elementType)
        ck_dropout_apply(
            x.elementType.kernelType, x.pointer, dropout, out.pointer, Int64(x.count))
        tape?.record(out) { [key = x.key] tape, gradient in
            ck_dropout_apply(
                gradient.elementType.kernelType, gradient.pointer, dropout, gradient.pointer,
                Int64(gradient.count))
            tape.accumulate(key, giving: gradient)
        }
        return out
    }
}
