import Basics
package import Foundation

// The binary file of a shortlist, as Marian, Bergamot and slimt read it, little-endian:
//
//     8 bytes   a number that tells such files from text
//     8         checksum of all that follows
//     8, 8      `frequentCount`, `bestCount`
//     8, 8      the number of offsets and the number of target pieces in all lists
//     8 each    offsets: where the list of each source piece begins, and where the last one ends
//     4 each    target pieces
extension Shortlist {
    private static let magic: UInt64 = 0xF11A_48D5_0134_17F5

    /// The end of the sentence, whose number is 0 wherever such files are read.
    static let endOfSentence: Int32 = 0

    /// Reads a file and checks all of it.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - sourceCount: The number of source pieces.
    ///   - targetCount: The number of target pieces.
    /// - Throws: `CalqueError` when the file cannot be read, is damaged, or has lists for another
    ///   number of source pieces or target pieces that do not exist.
    package init(url: URL, sourceCount: Int, targetCount: Int) throws {
        let file = try MappedFile(url: url)
        do {
            try self.init(file.bytes, sourceCount: sourceCount, targetCount: targetCount)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(file.path) is not a sound shortlist of this model: \(problem.text). Fetch the "
                    + "file again from where the model came from.", kind: .model)
        }
        withExtendedLifetime(file) {}
    }

    private init(
        _ bytes: UnsafeRawBufferPointer, sourceCount: Int, targetCount: Int
    ) throws {
        var reader = LittleEndianReader(bytes)
        if let compression = Compression(bytes) {
            throw FileProblem("it is compressed; unpack it with \(compression.program) first")
        }
        func number() throws -> UInt64 { try reader.number(of: "header") }
        guard try number() == Self.magic else {
            throw FileProblem(
                "it does not begin with \(String(Self.magic, radix: 16)), as binary shortlists do")
        }
        let checksum = try number()
        let (frequentCount, bestCount) = (try number(), try number())
        let (offsetCount, listCount) = (try number(), try number())
        guard frequentCount <= Int32.max, bestCount <= Int32.max else {
            throw FileProblem(
                "it claims \(frequentCount) frequent pieces, and \(bestCount) in a list, more than "
                    + "there can be")
        }
        let offsetPlace = try reader.take(offsetCount, of: 8, "offsets")
        let listPlace = try reader.take(listCount, of: 4, "lists")
        guard reader.rest == 0 else { throw FileProblem("\(reader.rest) bytes follow its lists") }
        guard checksum == Self.checksum(UnsafeRawBufferPointer(rebasing: bytes[16...])) else {
            throw FileProblem("its checksum is wrong")
        }
        guard offsetCount == sourceCount + 1 else {
            throw FileProblem(
                "it has lists for \(Int(offsetCount) - 1) source pieces, but the vocabulary has "
                    + "\(sourceCount)")
        }
        self.init(
            frequentCount: Int(frequentCount), bestCount: Int(bestCount), targetCount: targetCount,
            offsets: try Self.offsets(bytes, offsetPlace, upTo: Int(listCount)),
            targets: try Self.targets(bytes, listPlace, below: targetCount))
    }

    private static func offsets(
        _ bytes: UnsafeRawBufferPointer, _ place: Range<Int>, upTo end: Int
    ) throws -> [Int] {
        var previous: UInt64 = 0
        let offsets = try stride(from: place.lowerBound, to: place.upperBound, by: 8).map { place in
            let offset = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            guard offset >= previous, offset <= end else {
                throw FileProblem(
                    "its offset \(offset) comes after \(previous), and its lists end at \(end)")
            }
            previous = offset
            return Int(offset)
        }
        guard offsets.first == 0, offsets.last == end else {
            throw FileProblem("its offsets do not go from 0 to \(end), where its lists end")
        }
        return offsets
    }

    private static func targets(
        _ bytes: UnsafeRawBufferPointer, _ place: Range<Int>, below count: Int
    ) throws -> [Int32] {
        let pieceCount = place.count / 4
        let pieces = [Int32](unsafeUninitializedCapacity: pieceCount) { pieces, initialized in
            UnsafeMutableRawBufferPointer(pieces).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[place]))
            for index in 0..<pieceCount { pieces[index] = Int32(littleEndian: pieces[index]) }
            initialized = pieceCount
        }
        // One pass without a way out takes a tenth of the time of one that stops.
        let largest = pieces.reduce(0) { max($0, UInt32(bitPattern: $1)) }
        guard pieces.isEmpty || largest < count else {
            throw FileProblem(
                "it has the target piece \(largest), but the vocabulary has only \(count)")
        }
        return pieces
    }

    /// Marian's hash of whole words of 8 bytes; up to 7 bytes at the end do not count. A word v
    /// turns the hash h into h ⊕ (v + 0x9E3779B9 + 2⁶h + ⌊h / 2²⌋).
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0
        for place in stride(from: 0, through: bytes.count - 8, by: 8) {
            let word = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            hash ^= word &+ 0x9E37_79B9 &+ (hash << 6) &+ (hash >> 2)
        }
        return hash
    }

    /// Writes the file.
    ///
    /// - Throws: `CalqueError` when it cannot be written.
    package func write(to url: URL) throws {
        let counts = [frequentCount, bestCount, offsets.count, targets.count]
        var content = Data()
        content.reserveCapacity(8 * (counts.count + offsets.count) + 4 * targets.count)
        for number in counts + offsets { content.append(littleEndian: UInt64(number)) }
        for piece in targets { content.append(littleEndian: UInt32(piece)) }
        try AtomicFile.write(to: url) { output in
            try output.write(littleEndian: Self.magic)
            try output.write(littleEndian: content.withUnsafeBytes(Self.checksum))
            try output.write(content)
        }
    }
}

extension Data {
    fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}

extension LittleEndianReader {
    /// The place of the next `count` numbers of `size` bytes.
    fileprivate mutating func take(
        _ count: UInt64, of size: UInt64, _ part: String
    ) throws -> Range<Int> {
        let (byteCount, isTooLarge) = count.multipliedReportingOverflow(by: size)
        return try take(isTooLarge ? UInt64.max : byteCount, of: part)
    }
}
