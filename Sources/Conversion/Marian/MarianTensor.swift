import Basics
import Foundation

/// A tensor of a Marian model in a binary file: a name, a type, a shape, and numbers.
///
/// A quantised tensor has codes and one multiplier: weight = code / multiplier, with codes from
/// −127 to 127. The multiplier stands after the codes, in float32.
///
/// Codes have a row for each output of the product that they are for. A matrix is called `[inputs,
/// outputs]` in Marian, where vectors are multiplied from the left; its codes are stored
/// transposed, and its shape does not tell. Tables of embeddings are `[vocabulary, width]` and
/// stored as they are called. As output layers they, too, have a row for each output.
package struct MarianTensor: Sendable {
    /// What Marian calls it, such as `encoder_l1_self_Wq`.
    package let name: String
    /// The type of its numbers.
    package let type: MarianType
    /// Its sizes, outermost first.
    package let shape: [Int]

    /// Everything that the file has for it: numbers, a multiplier, and what fills up the last 256
    /// bytes.
    private let content: Content

    private enum Content: Sendable {
        case mapped(MappedFile, Range<Int>)
        case bytes([UInt8])
    }

    /// Marian's tensors in memory take a multiple of so many bytes, and so do they in its files.
    private static let alignment = 256

    /// The tensor in a part of a file.
    ///
    /// - Throws: `FileProblem` when the part does not have the size that type and shape need, or
    ///   the multiplier is none.
    init(name: String, type: MarianType, shape: [Int], in file: MappedFile, _ part: Range<Int>)
        throws
    {
        (self.name, self.type, self.shape) = (name, type, shape)
        content = .mapped(file, part)
        guard let size = Self.byteCount(type, shape) else {
            throw FileProblem("its shape \(shape) has more numbers than can be counted")
        }
        guard (0..<Self.alignment).contains(part.count - size) else {
            throw FileProblem(
                "its shape \(shape) of \(type.name) takes \(size) bytes, and \(Self.alignment - 1) "
                    + "more at most, but it has \(part.count)")
        }
        if let multiplier {
            guard multiplier.isFinite, multiplier > 0 else {
                throw FileProblem("its multiplier is \(multiplier), and has to be above zero")
            }
        }
    }

    private init(_ name: String, _ type: MarianType, _ shape: [Int], _ bytes: [UInt8]) {
        (self.name, self.type, self.shape) = (name, type, shape)
        let isFilledUp = type != .int8
        let rest = isFilledUp ? -bytes.count & (Self.alignment - 1) : 0
        content = .bytes(bytes + Array(repeating: 0, count: rest))
    }

    /// The bytes of numbers and multiplier; nil where an `Int` does not count them.
    private static func byteCount(_ type: MarianType, _ shape: [Int]) -> Int? {
        var product = type.byteCount
        for size in shape {
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: size)
            if isTooLarge { return nil }
            product = next
        }
        let (sum, isTooLarge) = product.addingReportingOverflow(
            type.isQuantized ? MemoryLayout<Float>.size : 0)
        return isTooLarge ? nil : sum
    }

    /// The number of numbers.
    package var count: Int { shape.reduce(1, *) }

    /// Calls `body` with all bytes that a file has for the tensor.
    func withContent<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch content {
        case .bytes(let bytes): try bytes.withUnsafeBytes(body)
        case .mapped(let file, let part):
            try withExtendedLifetime(file) {
                try body(UnsafeRawBufferPointer(rebasing: file.bytes[part]))
            }
        }
    }
}

// MARK: Quantised tensors

extension MarianTensor {
    /// Whether it is a table of embeddings, or belongs to one. Marian decides by the name, too.
    package var isTable: Bool { name.contains("Wemb") }

    /// Whether the bytes have a row for each column of the shape.
    private var isStoredTransposed: Bool { type.isQuantized && !isTable }

    /// What weights were multiplied by before they were rounded to codes; nil where they were not.
    package var multiplier: Float? {
        guard type.isQuantized else { return nil }
        return withContent {
            Float(
                bitPattern: UInt32(
                    littleEndian: $0.loadUnaligned(
                        fromByteOffset: count * type.byteCount, as: UInt32.self)))
        }
    }

    /// Calls `body` with the codes of a matrix in eight bits, row by row, and the numbers of its
    /// rows and columns: outputs and inputs. Its shape has to have two sizes.
    package func withCodes<Result>(
        _ body: (_ codes: UnsafeBufferPointer<Int8>, _ outputs: Int, _ inputs: Int) throws -> Result
    ) rethrows -> Result {
        precondition(
            type.isQuantized && type.byteCount == 1 && shape.count == 2,
            "codes of \(name), \(type) \(shape)")
        let (outputs, inputs) = isTable ? (shape[0], shape[1]) : (shape[1], shape[0])
        return try withContent {
            let codes = UnsafeRawBufferPointer(rebasing: $0[..<count])
            return try body(codes.assumingMemoryBound(to: Int8.self), outputs, inputs)
        }
    }

    /// A matrix in eight bits of its codes.
    ///
    /// - Parameter codes: A row for each output, from −127 to 127.
    package init(
        name: String, codes: [Int8], outputs: Int, inputs: Int, multiplier: Float
    ) {
        precondition(
            codes.count == outputs * inputs,
            "\(codes.count) codes for \(name), [\(outputs), \(inputs)]")
        let isTable = name.contains("Wemb")
        self.init(
            name, .intgemm8, isTable ? [outputs, inputs] : [inputs, outputs],
            codes.map { UInt8(bitPattern: $0) }
                + withUnsafeBytes(of: multiplier.bitPattern.littleEndian) { Array($0) })
    }

    /// A matrix rounded to eight bits as Marian does it: the largest magnitude becomes 127, and
    /// halves go to the even neighbour.
    ///
    /// - Parameter weights: Finite numbers, a row for each output.
    package init(name: String, rounding weights: [Float], outputs: Int, inputs: Int) {
        let largest = weights.reduce(0) { max($0, abs($1)) }
        let multiplier = largest > 0 ? 127 / largest : 1
        let codes = weights.map { weight in
            Int8(max(-127, min(127, (weight * multiplier).rounded(.toNearestOrEven))))
        }
        self.init(
            name: name, codes: codes, outputs: outputs, inputs: inputs, multiplier: multiplier)
    }
}

// MARK: Numbers

extension MarianTensor {
    /// A tensor of float32.
    package init(name: String, shape: [Int], floats: [Float]) {
        precondition(
            floats.count == shape.reduce(1, *), "\(floats.count) numbers for \(name), \(shape)")
        self.init(name, .float32, shape, floats.withUnsafeBytes { Array($0) })
    }

    /// A tensor of characters.
    package init(name: String, text: String) {
        // Marian ends texts as C does.
        let bytes = Array(text.utf8) + [0]
        self.init(name, .int8, [bytes.count], bytes)
    }

    /// The characters of a text, with the NUL at its end.
    package var characters: [UInt8] { withContent { Array($0.prefix(count)) } }

    /// The numbers of a vector or matrix as its shape says, row by row; codes as Marian makes
    /// weights of them, code · (1 / multiplier).
    ///
    /// - Parameter isTransposed: Whether to give the transposed matrix.
    package func floats(transposed isTransposed: Bool = false) -> [Float] {
        let rows = shape.dropLast().reduce(1, *)
        let columns = shape.last ?? 1
        guard isTransposed != isStoredTransposed else { return storedFloats }
        return isStoredTransposed
            ? Self.transposed(storedFloats, rows: columns, columns: rows)
            : Self.transposed(storedFloats, rows: rows, columns: columns)
    }

    /// The numbers in the order of the file.
    private var storedFloats: [Float] {
        withContent { bytes in
            let scale = multiplier.map { 1 / $0 } ?? 1
            func numbers<Stored: FixedWidthInteger>(
                _: Stored.Type, _ convert: (Stored) -> Float
            ) -> [Float] {
                let size = MemoryLayout<Stored>.size
                return [Float](unsafeUninitializedCapacity: count) { floats, initialized in
                    for i in 0..<count {
                        floats[i] = convert(
                            Stored(
                                littleEndian: bytes.loadUnaligned(
                                    fromByteOffset: i * size, as: Stored.self)))
                    }
                    initialized = count
                }
            }
            return switch type {
            case .float32: numbers(UInt32.self) { Float(bitPattern: $0) }
            case .float16: numbers(UInt16.self, Self.float)
            case .int8: numbers(Int8.self) { Float($0) }
            case .intgemm8, .laterIntgemm8: numbers(Int8.self) { Float($0) * scale }
            case .intgemm16, .laterIntgemm16: numbers(Int16.self) { Float($0) * scale }
            }
        }
    }

    /// A number in half precision, by its bits. (Swift's `Float16` is not there on every system.)
    private static func float(half bits: UInt16) -> Float {
        let fraction = UInt32(bits & 0x3FF)
        let magnitude: Float =
            switch bits >> 10 & 0x1F {
            case 0: Float(fraction) * 0x1p-24
            case 0x1F: Float(bitPattern: 0xFF << 23 | fraction << 13)
            case let exponent: Float(bitPattern: (UInt32(exponent) + 112) << 23 | fraction << 13)
            }
        return bits >> 15 == 0 ? magnitude : -magnitude
    }

    /// A matrix `[rows, columns]`, transposed.
    static func transposed(_ numbers: [Float], rows: Int, columns: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: numbers.count) { result, initialized in
            for i in 0..<columns {
                for j in 0..<rows { result[i * rows + j] = numbers[j * columns + i] }
            }
            initialized = numbers.count
        }
    }
}
