import Basics

/// What an array in NumPy's own format begins with: a magic word, a version, and a Python dictionary.
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (512, 2048), }
///
/// The format is described in `numpy.lib.format`.
package struct NumPyHeader {
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
    let isColumnMajor: Bool

    /// The bytes that tell how long a header is.
    static let fixedCount = 12
    /// The longest dictionary and the most sizes: NumPy itself writes 118 bytes, and arrays of up to
    /// 64 dimensions.
    private static let (limit, dimensions) = (1 << 12, 64)

    /// The header at the beginning of a file.
    ///
    /// - Throws: `FileProblem` when it is not whole, or of a type that is not read.
    package init(_ content: [UInt8]) throws {
        let end = try Self.count(beginning: content)
        guard end <= content.count else { throw FileProblem("its header is cut off") }
        let text = String(decoding: content[Self.dictionaryStart(content)..<end], as: UTF8.self)
        (type, shape, isColumnMajor) = try Self.parse(text)
    }

    /// The bytes of the whole header.
    static func count(beginning content: [UInt8]) throws -> Int {
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        guard content.count >= fixedCount, content.starts(with: magic) else {
            throw FileProblem("it is not an array of NumPy")
        }
        guard (1...3).contains(content[6]) else {
            throw FileProblem("its header is of an unknown version")
        }
        let start = dictionaryStart(content)
        let length = content[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= limit else {
            throw FileProblem("its header claims \(length) bytes, more than the \(limit) allowed")
        }
        return start + length
    }

    /// Where the dictionary begins, after its length of two bytes, or of four.
    private static func dictionaryStart(_ content: [UInt8]) -> Int { content[6] == 1 ? 10 : 12 }

    /// Checks that as many bytes follow as the elements take.
    func requireCount(_ byteCount: Int) throws {
        var count = type.byteCount
        for size in shape {
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
            guard !isTooLarge else { throw FileProblem("its shape \(shape) cannot be") }
            count = product
        }
        guard byteCount == count else {
            throw FileProblem(
                "its shape \(shape) takes \(count) bytes, but \(byteCount) are there")
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
        guard shape.count == numbers.count, shape.count <= dimensions else {
            throw FileProblem("its shape cannot be")
        }
        return (type, shape, order == "True")
    }
}
