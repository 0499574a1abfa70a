public import Basics
internal import CKernels
internal import COneDNN

/// Where operations run: one worker's memory, compiled products, precision, and, in training, its
/// tape and source of dropout.
///
/// Every operation is a method of the context, in a file of its own under `Operations`, with its
/// gradient beside it. A context belongs to one thread.
public final class Context {
    /// The type of the products.
    public let precision: Precision
    /// The memory that tensors come from.
    public let allocator = Allocator()
    /// Records gradients while there is one.
    public internal(set) var tape: Tape?
    /// What heads of attentions are multiplied by while somebody asks for it.
    var headGates: HeadGates?
    /// Gets the ranges of what products with weights read while somebody asks for them.
    var inputRanges: InputRanges?
    /// What tells a head of an attention where to look while somebody asks for it.
    var attentionGuide: AttentionGuide?
    /// Hears from which weight on the gradients of the last backward pass are complete.
    var gradientListener: ((_ place: Int) -> Void)?
    /// Those who do parts of its operations while there may be some.
    var team: WorkerTeam?
    /// The team of all times when there may be some.
    var ownTeam: WorkerTeam?
    /// Decides what dropout drops; without it nothing is dropped.
    private var dropoutSource: RandomSource?
    let products = ProductCache()
    let int8Products = Int8Products()
    /// Multiplications and additions of the products with weights so far, backward passes aside.
    package internal(set) var weightOperations = 0
    /// The core that its thread is bound to, if it is.
    var place: WorkerPlace?

    /// A context without tape or dropout, for inference. To be made on the thread that will use it:
    /// it tells oneDNN not to use threads of its own there.
    public init(precision: Precision) {
        onednn_use_one_thread()
        self.precision = precision
    }

    /// Does something that may start threads, as telling others that a result is there: a thread may run where
    /// the one that starts it may, and all of them would share a worker's core.
    package func unbound<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let place else { return try body() }
        place.release()
        defer { place.hold() }
        return try body()
    }

    /// The type of activations.
    public var elementType: ElementType { precision.elementType }

    /// Runs a forward pass with a tape, then the backward pass from the gradients that the losses in
    /// it left behind (Rumelhart, Hinton & Williams 1986).
    ///
    /// - Parameters:
    ///   - gradients: Where the gradients of the parameters are added.
    ///   - dropout: The source of dropout; `nil` drops nothing.
    ///   - isLast: Whether nothing is added to `gradients` after this, so that whoever waits for them
    ///     may have the first before the last are there.
    ///   - forward: The forward pass, whose result is returned.
    public func backpropagate<Result>(
        into gradients: ParameterVector, dropout: RandomSource?, isLast: Bool = false,
        _ forward: () throws -> Result
    ) rethrows -> Result {
        precondition(tape == nil, "backpropagate inside backpropagate")
        let tape = Tape(allocator: allocator, parameterGradients: gradients)
        if isLast { tape.gradientListener = gradientListener }
        self.tape = tape
        dropoutSource = dropout
        defer {
            self.tape = nil
            dropoutSource = nil
        }
        let result = try forward()
        // What the backward pass computes is not recorded.
        self.tape = nil
        tape.runBackward()
        return result
    }

    /// An uninitialised matrix.
    public func tensor(_ rows: Int, _ columns: Int, elementType: ElementType? = nil) -> Tensor {
        let elementType = elementType ?? self.elementType
        return Tensor(
            Storage(byteCount: rows * columns * elementType.byteCount, from: allocator), rows: rows,
            columns: columns, elementType: elementType)
    }

    /// An uninitialised tensor.
    public func tensor(_ shape: Int..., elementType: ElementType? = nil) -> Tensor {
        let elementType = elementType ?? self.elementType
        let byteCount = shape.reduce(1, *) * elementType.byteCount
        return Tensor(
            Storage(byteCount: byteCount, from: allocator), shape: shape, elementType: elementType)
    }

    /// A tensor of the context's type with the given values.
    public func tensor(_ values: [Float], _ shape: Int...) -> Tensor {
        let count = shape.reduce(1, *)
        precondition(values.count == count, "\(values.count) values for a tensor of shape \(shape)")
        let result = Tensor(
            Storage(byteCount: count * elementType.byteCount, from: allocator), shape: shape,
            elementType: elementType)
        ck_convert(CK_FLOAT32, values, elementType.kernelType, result.pointer, Int64(count))
        return result
    }

    /// What the next operation drops with this probability.
    func nextDropout(_ probability: Float) -> ck_dropout {
        guard probability > 0, dropoutSource != nil else { return .off }
        return ck_dropout(probability: probability, seed: dropoutSource?.next() ?? 0)
    }
}

extension ck_dropout {
    /// Drops nothing.
    static var off: ck_dropout { ck_dropout(probability: 0, seed: 0) }
}
