import Foundation

/// The bytes of a file, decompressed on the way if they are gzip, xz or zstd.
///
/// The first bytes decide, not the name. Several members in a row are one text (RFC 1952, section
/// 2.2; so are the streams of xz and the frames of zstd); zero bytes after the last one, which
/// archives on tapes leave, are padding.
package final class DecompressingInput {
    private let file: any ByteInput
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// The part of the buffer that is read but not handed on.
    private var pending = 0..<0
    private var isBegun = false
    private var compressed: (by: Compression, decoder: any StreamDecoder)?
    private var isInsideMember = false
    /// Whether the decompressor filled what it was given last, and so may hold more.
    private var mayHoldMore = false
    private var compressedCount = 0

    /// The compressed bytes that have been read; nil where nothing is compressed.
    package var decompressedCount: Int? { compressed.map { _ in compressedCount } }

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
    /// - Throws: `CalqueError` when the file cannot be read, or its compressed data are damaged,
    ///   end too early or need too much memory.
    package func read(
        into destination: UnsafeMutableRawBufferPointer, waits: Bool = true
    ) throws -> Int? {
        if !isBegun, try !begin(waits: waits) { return nil }
        if let compressed { return try decode(compressed.decoder, into: destination, waits: waits) }
        if pending.isEmpty { return try readFile(into: destination, waits: waits) }
        let taken = pending.prefix(destination.count)
        destination.copyMemory(from: .init(rebasing: buffer[taken]))
        pending = taken.upperBound..<pending.upperBound
        return taken.count
    }

    /// Looks for what compressed files begin with, waiting for no more of a pipe or terminal than
    /// it must; false when it would have to wait and must not.
    private func begin(waits: Bool) throws -> Bool {
        func beginning() -> UnsafeRawBufferPointer { .init(rebasing: buffer[pending]) }
        while Compression.mayBegin(with: beginning()) {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[pending.upperBound...])
            guard let count = try readFile(into: rest, waits: waits) else { return false }
            if count == 0 { break }
            pending = 0..<pending.upperBound + count
        }
        compressed = Compression(beginning()).map { ($0, $0.makeDecoder()) }
        isBegun = true
        return true
    }

    private func readFile(
        into destination: UnsafeMutableRawBufferPointer, waits: Bool
    ) throws -> Int? {
        guard waits || file.answersAtOnce else { return nil }
        return try file.read(into: destination)
    }

    private func decode(
        _ decoder: any StreamDecoder, into destination: UnsafeMutableRawBufferPointer, waits: Bool
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
                decoder.beginMember()
                isInsideMember = true
            }
            let step = decoder.decode(.init(rebasing: buffer[pending]), into: destination)
            pending = pending.lowerBound + step.consumed..<pending.upperBound
            compressedCount += step.consumed
            mayHoldMore = step.produced == destination.count
            if let problem = step.problem { throw refusal(of: problem) }
            if step.isMemberEnd { isInsideMember = false }
            if step.produced > 0 { return step.produced }
        }
    }

    private func skipPadding() {
        let zeros = buffer[pending].prefix { $0 == 0 }.count
        pending = pending.lowerBound + zeros..<pending.upperBound
        compressedCount += zeros
    }

    private var kind: String { compressed?.by.name ?? "" }

    private func truncated() -> CalqueError {
        CalqueError(
            "Cannot decompress \(file.path): its \(kind) data break off after \(compressedCount) "
                + "bytes, so the file is incomplete. Copy or fetch it again.",
            kind: .input)
    }

    private func refusal(of problem: DecodingProblem) -> CalqueError {
        switch problem {
        case .damaged(let reason):
            CalqueError(
                "Cannot decompress \(file.path): its \(kind) data are damaged near byte "
                    + "\(compressedCount) (\(reason)). Copy or fetch it again.", kind: .input)
        case .needsMoreThan(let limit):
            CalqueError(
                "Cannot decompress \(file.path): its \(kind) data need more than \(limit). Unpack "
                    + "it with \(compressed?.by.program ?? ""), or compress it with less.",
                kind: .unsupported)
        }
    }
}
