package import CKernels

/// A dense row-major array of numbers with a shape.
///
/// A tensor is a handle: copies share the elements. Most tensors here are matrices `[rows,
/// columns]`, the tokens of a batch being the rows. A tensor belongs to the worker whose allocator
/// made it.
public struct Tensor {
    /// The memory that holds the elements.
    public let storage: Storage
    /// The product of all dimensions but the last.
    public let rows: Int
    /// The size of the last dimension.
    public let columns: Int
    /// The shape of what is no matrix. A matrix has none, so that to make one takes no other memory
    /// than that of its elements.
    private let otherShape: [Int]?
    /// The type of the elements.
    public let elementType: ElementType

    init(_ storage: Storage, shape: [Int], elementType: ElementType) {
        self.storage = storage
        rows = shape.dropLast().reduce(1, *)
        columns = shape.last ?? 1
        otherShape = shape.count == 2 ? nil : shape
        self.elementType = elementType
        requireRoom()
    }

    /// A matrix.
    init(_ storage: Storage, rows: Int, columns: Int, elementType: ElementType) {
        self.storage = storage
        self.rows = rows
        self.columns = columns
        otherShape = nil
        self.elementType = elementType
        requireRoom()
    }

    private func requireRoom() {
        precondition(
            storage.byteCount >= count * elementType.byteCount,
            "a tensor of shape \(shape) and type \(elementType) does not fit in \(storage.byteCount) bytes"
        )
    }

    /// Sizes of the dimensions, the outermost first.
    public var shape: [Int] { otherShape ?? [rows, columns] }
    /// The number of elements.
    public var count: Int { rows * columns }

    /// The address of the first element.
    package var pointer: UnsafeMutableRawPointer { storage.pointer }

    /// The elements as float32. The tensor must be of that type.
    public var floats: UnsafeMutableBufferPointer<Float> {
        precondition(elementType == .float32, "floats of a tensor of type \(elementType)")
        return UnsafeMutableBufferPointer(
            start: pointer.assumingMemoryBound(to: Float.self), count: count)
    }

    /// A copy of the elements, whatever the type, as Swift numbers.
    public func array() -> [Float] {
        switch elementType {
        case .float32: return Array(floats)
        case .bfloat16:
            return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
                ck_convert(CK_BFLOAT16, pointer, CK_FLOAT32, buffer.baseAddress, Int64(count))
                initialized = count
            }
        case .int32, .int8: preconditionFailure("array() of a tensor of type \(elementType)")
        }
    }

    /// The same elements under another shape of the same count.
    public func reshaped(_ shape: Int...) -> Tensor {
        precondition(
            shape.reduce(1, *) == count, "cannot reshape \(self.shape) to \(shape)")
        return Tensor(storage, shape: shape, elementType: elementType)
    }

    /// The matrix's columns from `start` on, as the kernels take them.
    package func columns(from start: Int = 0) -> ck_columns {
        ck_columns(data: pointer + start * elementType.byteCount, stride: Int64(columns))
    }
}

extension Tensor {
    /// Copies one row of another matrix, from column `start` on and as wide as this one.
    public func copyRow(_ row: Int, from other: Tensor, row otherRow: Int, columnsFrom start: Int) {
        precondition(
            elementType == other.elementType && start + columns <= other.columns,
            "copying columns from \(start) of \(other.shape) to a row of \(shape)")
        let size = elementType.byteCount
        (pointer + row * columns * size).copyMemory(
            from: other.pointer + (otherRow * other.columns + start) * size,
            byteCount: columns * size)
    }

    /// Copies rows of another matrix of the same width.
    public func copyRows(at row: Int, from other: Tensor, rows otherRow: Int, count: Int) {
        precondition(
            elementType == other.elementType && columns == other.columns
                && row + count <= rows && otherRow + count <= other.rows,
            "copying rows \(otherRow)..<\(otherRow + count) of \(other.shape) to \(row) of \(shape)"
        )
        let rowSize = columns * elementType.byteCount
        (pointer + row * rowSize).copyMemory(
            from: other.pointer + otherRow * rowSize, byteCount: count * rowSize)
    }
}

extension Tensor {
    /// Zeroes the rows from `start` on: filler must stay finite and without influence.
    func clearRows(from start: Int) {
        guard start < rows else { return }
        let rowBytes = columns * elementType.byteCount
        (pointer + start * rowBytes).initializeMemory(
            as: UInt8.self, repeating: 0, count: (rows - start) * rowBytes)
    }
}
