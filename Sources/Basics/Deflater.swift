import CZlib

/// zlib's compressor for data that are in memory.
enum Deflater {
    /// The bytes deflated (RFC 1951), as members of zip archives are, at zlib's usual level.
    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "deflateInit2: status \(status) from zlib \(ZLIB_VERSION)")
        defer { deflateEnd(stream) }
        return bytes.withUnsafeBytes { compress($0, stream) }
    }

    private static func compress(
        _ source: UnsafeRawBufferPointer, _ stream: UnsafeMutablePointer<z_stream>
    ) -> [UInt8] {
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var position = 0
        var status = Z_OK
        while status != Z_STREAM_END {
            let piece = UnsafeRawBufferPointer(
                rebasing: source[position...].prefix(1 << 30))
            let isLast = position + piece.count == source.count
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: piece.bindMemory(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(piece.count)
            block.withUnsafeMutableBufferPointer { space in
                stream.pointee.next_out = space.baseAddress
                stream.pointee.avail_out = UInt32(space.count)
                status = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            }
            precondition(status >= Z_OK || status == Z_BUF_ERROR, "deflate: status \(status)")
            position += piece.count - Int(stream.pointee.avail_in)
            result += block[..<(block.count - Int(stream.pointee.avail_out))]
        }
        return result
    }
}
