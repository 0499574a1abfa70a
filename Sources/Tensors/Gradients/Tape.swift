internal import CKernels

/// Names a tensor whose gradient is wanted, without keeping its memory alive.
struct TensorKey {
    let id: Int
    let shape: [Int]
    let elementType: ElementType
}

extension Tensor {
    var key: TensorKey { TensorKey(id: storage.id, shape: shape, elementType: elementType) }
}

/// The record of a forward pass: one entry for every operation, which turns the gradient of its
/// output into those of its inputs.
///
/// The backward pass walks the entries from the last to the first in a loop, so that a graph
/// thousands of steps deep costs no stack, and drops each entry as it goes, so that what the entry
/// kept from the forward pass is free for the gradients to come.
public final class Tape {
    private struct Entry {
        let outputs: [TensorKey]
        /// Receives the gradients of the outputs, nil for those that nothing depends on.
        let gradient: (Tape, [Tensor?]) -> Void
    }

    /// Where gradients of parameters are added.
    let parameterGradients: ParameterVector
    /// Hears from which weight on these are complete, while somebody asks for it.
    var gradientListener: ((_ place: Int) -> Void)?
    private let allocator: Allocator
    private var entries: [Entry] = []
    private var gradients: [Int: Tensor] = [:]

    init(allocator: Allocator, parameterGradients: ParameterVector) {
        self.allocator = allocator
        self.parameterGradients = parameterGradients
    }

    /// Adds an operation. `gradient` receives the gradient of `output`, which it may overwrite; it
    /// is not called when nothing depends on the output.
    func record(_ output: Tensor, gradient: @escaping (Tape, Tensor) -> Void) {
        record([output]) { tape, gradients in
            for case let outputGradient? in gradients { gradient(tape, outputGradient) }
        }
    }

    /// Adds an operation of several outputs. `gradient` receives the gradient of each, nil where
    /// nothing depends on it; it is not called when nothing depends on any.
    func record(_ outputs: [Tensor], gradient: @escaping (Tape, [Tensor?]) -> Void) {
        entries.append(Entry(outputs: outputs.map(\.key), gradient: gradient))
    }

    /// Adds something to be done in the backward pass when all operations that are recorded later
    /// have been.
    package func recordEnd(_ body: @escaping (Tape) -> Void) {
        entries.append(Entry(outputs: [], gradient: { tape, _ in body(tape) }))
    }

    func runBackward() {
        while let entry = entries.popLast() {
            let reached = entry.outputs.map { gradients.removeValue(forKey: $0.id) }
            guard reached.isEmpty || reached.contains(where: { $0 != nil }) else { continue }
            entry.gradient(self, reached)
        }
    }

    /// Adds to the gradient of a tensor: `write` gets the place and whether something to add to
    /// lies there already.
    func accumulate(_ key: TensorKey, _ write: (_ gradient: Tensor, _ accumulates: Bool) -> Void) {
        if let present = gradients[key.id] {
            write(present, true)
        } else {
            let fresh = emptyTensor(like: key)
            gradients[key.id] = fresh
            write(fresh, false)
        }
    }

    /// Adds a gradient that nobody else needs any more: the first one for a tensor is taken over as
    /// it is.
    func accumulate(_ key: TensorKey, giving gradient: Tensor) {
        if let present = gradients[key.id] {
            ck_add(
                gradient.elementType.kernelType, gradient.pointer, present.pointer,
                Int64(gradient.count))
        } else {
            gradients[key.id] = gradient
        }
    }

    /// The gradient of a tensor, for kernels that add to what is there: zeros at first.
    func zeroedGradient(of key: TensorKey) -> Tensor {
        if let present = gradients[key.id] { return present }
        let zeros = zeros(like: key)
        gradients[key.id] = zeros
        return zeros
    }

    /// The gradient that has reached a tensor, for tests and for those who ask what an output
    /// depends on.
    public func gradient(of tensor: Tensor) -> Tensor? { gradients[tensor.storage.id] }

    /// Zeros for a gradient.
    func zeros(like key: TensorKey) -> Tensor {
        let zeros = emptyTensor(like: key)
        zeros.clearRows(from: 0)
        return zeros
    }

    /// Uninitialised memory for a gradient.
    func emptyTensor(like key: TensorKey) -> Tensor {
        let byteCount = key.shape.reduce(1, *) * key.elementType.byteCount
        return Tensor(
            Storage(byteCount: byteCount, from: allocator), shape: key.shape,
            elementType: key.elementType)
    }
}

extension Context {
    /// vᵀ ∂y/∂x: the gradient of Σ v · y with respect to an input.
    ///
    /// For v of independent numbers of mean 0 and variance 1 the expected square of each row's norm
    /// is the squared Frobenius norm of that row's part of the Jacobian (Hutchinson 1990), which
    /// tells how much y depends on it without computing the Jacobian row by row.
    ///
    /// - Parameters:
    ///   - input: x, made before: no operation of a tape.
    ///   - gradients: Scratch memory for the gradients of parameters, to which it adds.
    ///   - body: Makes y of x, and gives y and v, of one shape and type. Nothing is dropped in it.
    /// - Returns: A tensor like `input`; nil where y does not depend on it.
    public func vectorJacobianProduct(
        withRespectTo input: Tensor, gradients: ParameterVector,
        _ body: () throws -> (output: Tensor, vector: Tensor)
    ) rethrows -> Tensor? {
        var tape: Tape?
        try backpropagate(into: gradients, dropout: nil) {
            tape = self.tape
            let (output, vector) = try body()
            precondition(
                vector.shape == output.shape && vector.elementType == output.elementType,
                "a vector of shape \(vector.shape) for an output of \(output.shape)")
            tape?.accumulate(output.key, giving: vector)
        }
        return tape?.gradient(of: input)
    }
}
