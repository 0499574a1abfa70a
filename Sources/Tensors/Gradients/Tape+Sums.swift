extension Tape {
    /// The gradient of a tensor, for kernels that add to what is there: zeros at first.
    func sum(of key: TensorKey) -> Tensor {
        var sum: Tensor?
        accumulate(key) { gradient, accumulates in
            if !accumulates { gradient.clearRows(from: 0) }
            sum = gradient
        }
        return sum ?? emptyTensor(like: key)
    }
}
