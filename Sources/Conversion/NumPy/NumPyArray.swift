import Basics

/// An array in NumPy's own format, `.npy`, versions 1 to 3: a magic word, a header that is a Python
/// dictionary, the numbers.
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (512, 2048), }
///
/// The format is described in `numpy.lib.format`.
package struct NumPyArray {
    /// The types that are read.
    package enum ElementType: String {
        case float32 = "f4"
        case int8 = "i1"
        case uint8 = "u1"

        var byteCount: Int { self == .float32 ? 4 : 1 }
    }

    /// The type of the elements.
    package let type: ElementType
    /// The sizes, outermost first; empty for a single number.
    package let shape: [Int]
    /// Whether the first index runs fastest in memory, and not the last.
    private let isColumnMajor: Bool
    private let content: [UInt8]
    private let start: Int

    /// The array in the content of a file.
    ///
    /// - Throws: `FileProblem` when it is not whole, or of a type that is not read.
    package init(_ content: [UInt8]) throws {
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        guard content.count >= 10, content.starts(with: magic) else {
            throw FileProblem("it is not an array of NumPy")
        }
        let lengthSize = content[6] == 1 ? 2 : 4
        let first = 8 + lengthSize
        let length = content[8..<min(first, content.count)].reversed().reduce(0) {
            $0 << 8 | Int($1)
        }
        guard (1...3).contains(content[6]), first + length <= content.count else {
            throw FileProblem("its header is cut off or of an unknown version")
        }
        let header = String(decoding: content[first..<first + length], as: UTF8.self)
        (type, shape, isColumnMajor) = try Self.parse(header)
        self.content = content
        start = first + length
        try checkLength()
    }

    private func checkLength() throws {
        var count = type.byteCount
        for size in shape {
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
            guard !isTooLarge else { throw FileProblem("its shape \(shape) cannot be") }
            count = product
        }
        guard content.count - start == count else {
            throw FileProblem(
                "its shape \(shape) takes \(count) bytes, but \(content.count - start) are there")
        }
    }

    private static func parse(_ header: String) throws -> (ElementType, [Int], Bool) {
        guard
            let description = header.firstMatch(of: /'descr': *'([^']*)'/)?.1,
            let order = header.firstMatch(of: /'fortran_order': *(True|False)/)?.1,
            let sizes = header.firstMatch(of: /'shape': *\(([0-9, ]*)\)/)?.1
        else { throw FileProblem("its header lacks descr, fortran_order or shape") }
        // "<" little-endian, "|" no order, "=" this machine's, which is little-endian.
        let name = description.drop { "<|=".contains($0) }
        guard let type = ElementType(rawValue: String(name)) else {
            throw FileProblem("its type is \(description); readable are <f4, |i1 and |u1")
        }
        let numbers = sizes.split(separator: ",").map { $0.filter { $0 != " " } }
            .filter { !$0.isEmpty }
        let shape = numbers.compactMap { Int($0) }
        guard shape.count == numbers.count else { throw FileProblem("its shape cannot be") }
        return (type, shape, order == "True")
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
            guard shape.count == 2, isTransposed != isColumnMajor else {
                return (0..<count).map(number)
            }
            let (outer, inner) = isColumnMajor ? (rows, columns) : (columns, rows)
            return [Float](unsafeUninitializedCapacity: count) { floats, initialized in
                for i in 0..<outer {
                    for j in 0..<inner { floats[i * inner + j] = number(j * outer + i) }
                }
                initialized = count
            }
        }
    }
}
