import CZlib

/// zlib's decompressor for one member after another.
final class Inflater: StreamDecoder {
    /// What surrounds the compressed data.
    enum Format {
        /// A header, a checksum and a length (RFC 1952).
        case gzip
        /// Nothing (RFC 1951), as in zip archives.
        case bare

        // A window of 2^15 bytes, the largest. zlib's own header would be the plain number.
        var windowBits: Int32 {
            switch self {
            case .gzip: MAX_WBITS + 16
            case .bare: -MAX_WBITS
            }
        }
    }

    // zlib keeps a pointer to the stream and compares it at each call, so the stream must not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init(_ format: Format) {
        stream.initialize(to: z_stream())
        let status = inflateInit2_(
            stream, format.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "inflateInit2: status \(status) from zlib \(ZLIB_VERSION)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func beginMember() {
        inflateReset(stream)
    }

    func decode(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
    ) -> DecodingStep {
        let available = (UInt32(clamping: source.count), UInt32(clamping: destination.count))
        let input = source.bindMemory(to: UInt8.self)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = available.0
        stream.pointee.next_out = destination.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = available.1
        let status = inflate(stream, Z_NO_FLUSH)
        return DecodingStep(
            consumed: Int(available.0 - stream.pointee.avail_in),
            produced: Int(available.1 - stream.pointee.avail_out),
            isMemberEnd: status == Z_STREAM_END,
            problem: problem(status))
    }

    private func problem(_ status: Int32) -> DecodingProblem? {
        switch status {
        case Z_OK, Z_STREAM_END, Z_BUF_ERROR: nil
        default:
            .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)")
        }
    }
}

extension Inflater {
    /// The beginning of a member of a zip archive, deflated as it is there.
    ///
    /// - Parameters:
    ///   - size: How many bytes the archive says that there are.
    ///   - limit: The most bytes that are unpacked.
    /// - Throws: `FileProblem` when the data are damaged, or cannot have that size.
    static func inflated(
        _ stored: UnsafeRawBufferPointer, size: Int, upTo limit: Int
    ) throws -> [UInt8] {
        // Deflated data grow 1032 times at most; a length beyond that is a lie.
        guard size <= 1032 * stored.count + 64 else {
            throw FileProblem("its length, \(size) bytes, cannot be")
        }
        let inflater = Inflater(.bare)
        return try [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var rest = stored
            while !rest.isEmpty, count < limit {
                let space = UnsafeMutableRawBufferPointer(.init(rebasing: buffer[count...]))
                let step = inflater.decode(rest, into: space)
                count += step.produced
                rest = UnsafeRawBufferPointer(rebasing: rest[step.consumed...])
                if case .damaged(let problem)? = step.problem { throw FileProblem(problem) }
                if step.isMemberEnd || step.consumed + step.produced == 0 { break }
            }
        }
    }
}
