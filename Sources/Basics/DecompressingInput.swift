import Foundation

/// The bytes of a file, decompressed on the way if they are gzip.
///
/// The first two bytes decide, not the name. Several gzip members in a row are one text (RFC 1952,
/// section 2.2); zero bytes after the last one, which archives on tapes leave, are padding.
final class DecompressingInput {
    private let file: any ByteInput
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// The part of the buffer that is read but not handed on.
    private var pending = 0..<0
    private var isBegun = false
    private var inflater: Inflater?
    private var isInsideMember = false
    /// Whether the decompressor filled what it was given last, and so may hold more.
    private var mayHoldMore = false
    private var compressedCount = 0

    /// The bytes of gzip that have been decompressed; nil where nothing is compressed.
    var decompressedCount: Int? { inflater.map { _ in compressedCount } }

    init(_ file: any ByteInput) {
        self.file = file
    }

    deinit {
        buffer.deallocate()
    }

    /// Reads up to `destination.count` bytes of the text; 0 at its end.
    ///
    /// - Parameter waits: Whether to wait for bytes that a pipe or terminal does not have yet.
    /// - Returns: The number of bytes; nil when it would have to wait and must not.
    /// - Throws: `CalqueError` when the file cannot be read, or its gzip data are damaged or end
    ///   too early.
    func read(into destination: UnsafeMutableRawBufferPointer, waits: Bool = true) throws -> Int? {
        if !isBegun, try !begin(waits: waits) { return nil }
        if let inflater { return try inflate(inflater, into: destination, waits: waits) }
        if pending.isEmpty { return try readFile(into: destination, waits: waits) }
        let taken = pending.prefix(destination.count)
        destination.copyMemory(from: .init(rebasing: buffer[taken]))
        pending = taken.upperBound..<pending.upperBound
        return taken.count
    }

    /// Looks for gzip's two first bytes, waiting for no more of a pipe or terminal than it must;
    /// false when it would have to wait and must not.
    private func begin(waits: Bool) throws -> Bool {
        let mark: [UInt8] = [0x1f, 0x8b]
        while pending.count < mark.count, mark.starts(with: buffer[pending]) {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[pending.upperBound...])
            guard let count = try readFile(into: rest, waits: waits) else { return false }
            if count == 0 { break }
            pending = 0..<pending.upperBound + count
        }
        if buffer[pending].starts(with: mark) { inflater = Inflater(.gzip) }
        isBegun = true
        return true
    }

    private func readFile(
        into destination: UnsafeMutableRawBufferPointer, waits: Bool
    ) throws -> Int? {
        guard waits || file.answersAtOnce else { return nil }
        return try file.read(into: destination)
    }

    private func inflate(
        _ inflater: Inflater, into destination: UnsafeMutableRawBufferPointer, waits: Bool
    ) throws -> Int? {
        while true {
            if pending.isEmpty && !mayHoldMore {
                guard let count = try readFile(into: buffer, waits: waits) else { return nil }
                pending = 0..<count
                if pending.isEmpty && !isInsideMember { return 0 }
                if pending.isEmpty { throw truncated() }
            }
            if !isInsideMember {
                mayHoldMore = false
                skipPadding()
                if pending.isEmpty { continue }
                inflater.beginMember()
                isInsideMember = true
            }
            let step = inflater.inflate(.init(rebasing: buffer[pending]), into: destination)
            pending = pending.lowerBound + step.consumed..<pending.upperBound
            compressedCount += step.consumed
            mayHoldMore = step.produced == destination.count
            if let problem = step.problem { throw damaged(problem) }
            if step.isMemberEnd { isInsideMember = false }
            if step.produced > 0 { return step.produced }
        }
    }

    private func skipPadding() {
        let zeros = buffer[pending].prefix { $0 == 0 }.count
        pending = pending.lowerBound + zeros..<pending.upperBound
        compressedCount += zeros
    }

    private func truncated() -> CalqueError {
        CalqueError(
            "Cannot decompress \(file.path): its gzip data break off after \(compressedCount) "
                + "bytes, so the file is incomplete. Copy or fetch it again.",
            kind: .input)
    }

    private func damaged(_ problem: String) -> CalqueError {
        CalqueError(
            "Cannot decompress \(file.path): its gzip data are damaged near byte "
                + "\(compressedCount) (\(problem)). Copy or fetch it again.", kind: .input)
    }
}
