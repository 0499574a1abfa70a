import Basics

/// An array in NumPy's own format, `.npy`, versions 1 to 3: a ``NumPyHeader`` and the numbers.
package struct NumPyArray {
    /// The type of the elements.
    package var type: NumPyHeader.ElementType { header.type }
    /// The sizes, outermost first; empty for a single number.
    package var shape: [Int] { header.shape }
    private let header: NumPyHeader
    private let content: [UInt8]
    private let start: Int

    /// The array in the content of a file.
    ///
    /// - Throws: `FileProblem` when it is not whole, or of a type that is not read.
    package init(_ content: [UInt8]) throws {
        header = try NumPyHeader(content)
        start = try NumPyHeader.count(beginning: content)
        self.content = content
        try header.requireCount(content.count - start)
    }

    /// The bytes of an array of characters.
    package var bytes: ArraySlice<UInt8> { content[start...] }

    /// The number of elements.
    var count: Int { (content.count - start) / type.byteCount }

    /// The numbers of a float32 vector or matrix, row by row.
    ///
    /// - Parameter isTransposed: Whether to give the transposed matrix.
    package func floats(transposed isTransposed: Bool = false) -> [Float] {
        precondition(type == .float32 && shape.count <= 2, "floats of \(type) \(shape)")
        let rows = shape.count == 2 ? shape[0] : 1
        let columns = shape.last ?? 1
        return content.withUnsafeBytes { raw in
            func number(_ index: Int) -> Float {
                Float(
                    bitPattern: UInt32(
                        littleEndian: raw.loadUnaligned(
                            fromByteOffset: start + 4 * index, as: UInt32.self)))
            }
            // Transposing one order gives the other.
            guard shape.count == 2, isTransposed != header.isColumnMajor else {
                return (0..<count).map(number)
            }
            let (outer, inner) = header.isColumnMajor ? (rows, columns) : (columns, rows)
            return [Float](unsafeUninitializedCapacity: count) { floats, initialized in
                for i in 0..<outer {
                    for j in 0..<inner { floats[i * inner + j] = number(j * outer + i) }
                }
                initialized = count
            }
        }
    }
}
