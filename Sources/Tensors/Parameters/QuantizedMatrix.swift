internal import CKernels

/// A weight matrix in eight bits, laid out as products read it (see `ck_int8_matrix`).
///
/// Every output has a scale of its own: weight = scale · code, with codes of −127 to 127.
struct QuantizedMatrix: @unchecked Sendable {  // constant memory, kept by its owner
    /// Outputs: the rows of the float32 matrix.
    let rows: Int
    /// Inputs: the columns of the float32 matrix.
    let columns: Int

    let codes: UnsafeRawBufferPointer
    let scales: UnsafeBufferPointer<Float>
    /// The sum of each output's codes.
    let codeSums: UnsafeBufferPointer<Int32>
    /// What the inputs of products are rounded by; nil where every row is rounded over its own range.
    var inputMultiplier: Float?
    /// Holds the memory: a mapped file, or a block.
    private let owner: AnyObject

    /// The most inputs with which every product is exact: with codes of up to 255 and 127, its sums
    /// stay within 32 bits.
    static let maximumColumns = Int(Int32.max) / (255 * 127)

    /// The number of bytes that the codes of a matrix take, padding included.
    static func codeCount(rows: Int, columns: Int) -> Int {
        Int(ck_int8_code_count(Int64(rows), Int64(columns)))
    }

    /// Outputs that lie in one panel of the codes.
    static var panel: Int { Int(CK_INT8_PANEL) }
    /// Inputs that lie together.
    static var group: Int { Int(CK_INT8_GROUP) }

    /// The shape of the codes in a file: panels, groups of inputs, outputs of a panel, inputs of a
    /// group.
    static func codeShape(rows: Int, columns: Int) -> [Int] {
        [(rows + panel - 1) / panel, (columns + group - 1) / group, panel, group]
    }

    /// A matrix in memory that someone else made. The codes lie at a multiple of 64 bytes.
    init(
        rows: Int, columns: Int, codes: UnsafeRawBufferPointer,
        scales: UnsafeBufferPointer<Float>, codeSums: UnsafeBufferPointer<Int32>, owner: AnyObject
    ) {
        precondition(
            codes.count == Self.codeCount(rows: rows, columns: columns) && scales.count == rows
                && codeSums.count == rows,
            "\(codes.count) codes, \(scales.count) scales for a matrix [\(rows), \(columns)]")
        precondition(columns <= Self.maximumColumns, "int8 products of \(columns) inputs")
        self.rows = rows
        self.columns = columns
        self.codes = codes
        self.scales = scales
        self.codeSums = codeSums
        self.owner = owner
    }

    /// A matrix in memory of its own, which `fill` writes.
    private init(
        rows: Int, columns: Int,
        _ fill: (
            _ codes: UnsafeMutablePointer<Int8>, _ scales: UnsafeMutablePointer<Float>,
            _ codeSums: UnsafeMutablePointer<Int32>
        ) -> Void
    ) {
        let block = Block(byteCount: Self.byteCount(rows: rows, columns: columns))
        self.init(rows: rows, columns: columns, at: block.start, owner: block, fill)
    }

    /// A matrix in memory that `owner` holds, which `fill` writes: codes, then scales, then sums.
    private init(
        rows: Int, columns: Int, at start: UnsafeMutableRawPointer, owner: AnyObject,
        _ fill: (
            _ codes: UnsafeMutablePointer<Int8>, _ scales: UnsafeMutablePointer<Float>,
            _ codeSums: UnsafeMutablePointer<Int32>
        ) -> Void
    ) {
        let codeCount = Self.codeCount(rows: rows, columns: columns)
        let codes = start.bindMemory(to: Int8.self, capacity: codeCount)
        let scales = (start + codeCount).bindMemory(to: Float.self, capacity: rows)
        let codeSums = (start + codeCount + rows * MemoryLayout<Float>.stride)
            .bindMemory(to: Int32.self, capacity: rows)
        fill(codes, scales, codeSums)
        self.init(
            rows: rows, columns: columns,
            codes: UnsafeRawBufferPointer(start: codes, count: codeCount),
            scales: UnsafeBufferPointer(start: scales, count: rows),
            codeSums: UnsafeBufferPointer(start: codeSums, count: rows), owner: owner)
    }

    /// The number of bytes that codes, scales and sums take.
    private static func byteCount(rows: Int, columns: Int) -> Int {
        codeCount(rows: rows, columns: columns) + rows * 2 * MemoryLayout<Float>.stride
    }

    /// Rounds a float32 matrix `[rows, columns]`.
    init(rounding weights: UnsafePointer<Float>, rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns) { codes, scales, codeSums in
            ck_int8_quantize_matrix(weights, Int64(rows), Int64(columns), codes, scales, codeSums)
        }
    }

    /// A matrix of codes that lie row by row, as other programs have them, with one scale for all
    /// outputs. Rows after the given ones are zeros.
    init(packing given: UnsafeBufferPointer<Int8>, scale: Float, rows: Int, columns: Int) {
        precondition(
            given.count % columns == 0 && given.count <= rows * columns,
            "\(given.count) codes of a matrix [\(rows), \(columns)]")
        self.init(rows: rows, columns: columns) { codes, scales, codeSums in
            ck_int8_pack_matrix(
                given.baseAddress, Int64(given.count / columns), Int64(rows), Int64(columns), codes,
                codeSums)
            scales.initialize(repeating: scale, count: rows)
        }
    }

    /// Some of the outputs of a matrix, in an order of choice, in memory of a context.
    init(_ outputs: [Int32], of matrix: QuantizedMatrix, _ context: Context) {
        let memory = context.tensor(
            Self.byteCount(rows: outputs.count, columns: matrix.columns), elementType: .int8)
        self.init(
            rows: outputs.count, columns: matrix.columns, at: memory.pointer, owner: memory.storage
        ) { codes, scales, codeSums in
            var kernelMatrix = matrix.kernelMatrix
            context.runInParts {
                ck_int8_gather_together(
                    $0, &kernelMatrix, outputs, Int64(outputs.count), codes, scales, codeSums)
            }
        }
        inputMultiplier = matrix.inputMultiplier
    }

    /// Rounds a parameter's float32 weights.
    init(rounding parameter: Parameter) {
        self.init(
            rounding: parameter.store.values + parameter.offset, rows: parameter.rows,
            columns: parameter.columns)
    }

    /// The numbers that the codes stand for, row by row. `[rows, columns]`
    func array() -> [Float] {
        var matrix = kernelMatrix
        let places = [Int32](repeating: 0, count: rows)
        return [Float](unsafeUninitializedCapacity: rows * columns) { values, initialized in
            ck_int8_embedding(
                &matrix, Array(0..<Int32(rows)), nil, places, 1, values.baseAddress, Int64(rows))
            initialized = rows * columns
        }
    }

    /// Whether it has the numbers of another matrix.
    func hasNumbers(of other: QuantizedMatrix) -> Bool {
        rows == other.rows && columns == other.columns && codes.elementsEqual(other.codes)
            && scales.elementsEqual(other.scales)
    }

    /// As the kernels take it. The matrix must outlive its use.
    var kernelMatrix: ck_int8_matrix {
        ck_int8_matrix(
            codes: codes.baseAddress?.assumingMemoryBound(to: Int8.self),
            scales: scales.baseAddress, code_sums: codeSums.baseAddress, outputs: Int64(rows),
            inputs: Int64(columns))
    }

    private final class Block {
        let start: UnsafeMutableRawPointer

        init(byteCount: Int) { start = alignedBlock(byteCount: byteCount) }
        deinit { start.deallocate() }
    }
}
