/// Reads the numbers and the runs of bytes of a binary file one after the other, the lowest byte of
/// a number first, and never more than there are.
package struct LittleEndianReader {
    /// Where the next byte lies.
    package private(set) var position = 0

    private let bytes: UnsafeRawBufferPointer

    /// A reader of bytes, which stay valid for as long as it is used.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// How many bytes are left.
    package var rest: Int { bytes.count - position }

    /// The next number.
    ///
    /// - Parameter part: What of the file it is in, for errors.
    /// - Throws: `FileProblem` when the file ends before.
    package mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self, of part: String
    ) throws(FileProblem) -> Number {
        let place = try take(MemoryLayout<Number>.size, of: part)
        return Number(
            littleEndian: bytes.loadUnaligned(fromByteOffset: place.lowerBound, as: type))
    }

    /// The place of the next `count` bytes, which are passed over.
    ///
    /// - Parameters:
    ///   - count: A number from the file, of any size.
    ///   - part: What of the file they are, for errors.
    /// - Throws: `FileProblem` when there are fewer.
    package mutating func take(
        _ count: some FixedWidthInteger, of part: String
    ) throws(FileProblem) -> Range<Int> {
        guard let number = Int(exactly: count), (0...rest).contains(number) else {
            throw FileProblem(
                "\(count) bytes of its \(part) are to follow, and only \(rest) do")
        }
        position += number
        return position - number..<position
    }
}

extension FileOutput {
    /// Appends a number, its lowest byte first.
    ///
    /// - Throws: As for raw bytes.
    package func write(littleEndian number: some FixedWidthInteger) throws {
        try withUnsafeBytes(of: number.littleEndian) { try write($0) }
    }
}
