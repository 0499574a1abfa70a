internal import CKernels

/// The sizes of an external memory and of the heads that address it (Graves, Wayne & Danihelka
/// 2014, section 3).
///
/// Everything about a memory is float32, and has a row for each sequence of a batch:
///
/// - contents `[sequences, width · slots]`: transposed, so that number c of every slot lies
///   together;
/// - weightings `[sequences, heads · slots]`: one after the other, those of the write heads first;
/// - head parameters `[sequences, parameterCount]`; see ``parameterCount``.
public struct MemoryShape: Sendable, Equatable {
    /// N, the paper's 128.
    public let slots: Int
    /// M, the length of a slot; the paper's 20.
    public let width: Int
    /// Heads that write.
    public let writeHeads: Int
    /// Heads that read.
    public let readHeads: Int
    /// How many slots a head can move in a step, to either side; the paper's 1.
    public let shiftRange: Int

    /// A shape of its sizes. A head cannot move further than around the whole memory.
    public init(slots: Int, width: Int, writeHeads: Int, readHeads: Int, shiftRange: Int) {
        precondition(
            width > 0 && shiftRange >= 0 && 2 * shiftRange < slots && writeHeads >= 0
                && readHeads >= 0 && writeHeads + readHeads > 0,
            """
            a memory of \(slots) × \(width) with \(writeHeads) write and \(readHeads) read heads, \
            which move by up to \(shiftRange)
            """)
        self.slots = slots
        self.width = width
        self.writeHeads = writeHeads
        self.readHeads = readHeads
        self.shiftRange = shiftRange
    }

    /// Heads of both kinds.
    public var heads: Int { writeHeads + readHeads }
    /// The numbers of a memory.
    public var contentCount: Int { slots * width }
    /// The numbers of the weightings of all heads.
    public var weightingCount: Int { heads * slots }
    /// The numbers that are read in a step.
    public var readCount: Int { readHeads * width }

    /// The numbers by which the heads of a sequence are directed: head by head (write heads first)
    /// a key of `width`, a shift distribution of 2 · `shiftRange` + 1, strength, gate and
    /// sharpening; then, for each write head, an erase and an add vector of `width`.
    public var parameterCount: Int {
        withKernelShape(sequences: 0) { Int(ck_memory_parameter_count($0)) }
    }

    func withKernelShape<Result>(
        sequences: Int, _ body: (UnsafePointer<ck_memory>) -> Result
    ) -> Result {
        var shape = ck_memory(
            sequences: Int64(sequences), slots: Int64(slots), width: Int64(width),
            write_heads: Int64(writeHeads), read_heads: Int64(readHeads),
            shifts: Int64(2 * shiftRange + 1))
        return body(&shape)
    }

    /// Stops where a tensor is not of this shape.
    func check(
        contents: Tensor? = nil, weighting: Tensor? = nil, parameters: Tensor? = nil,
        in operation: String
    ) {
        let tensors = [
            (contents, contentCount), (weighting, weightingCount), (parameters, parameterCount),
        ].compactMap { tensor, columns in tensor.map { (tensor: $0, columns: columns) } }
        let rows = tensors.first?.tensor.rows
        for (tensor, columns) in tensors {
            precondition(
                tensor.rows == rows && tensor.columns == columns,
                "\(operation): \(tensor.shape) where [\(rows ?? 0), \(columns)] belongs")
        }
    }
}

extension Tensor {
    /// The first element of a float32 tensor, as the memory's kernels take it.
    var first: UnsafeMutablePointer<Float>? { floats.baseAddress }
}
