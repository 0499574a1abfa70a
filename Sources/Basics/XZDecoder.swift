import CLZMA

/// liblzma's decompressor of one stream of xz after another.
final class XZDecoder: StreamDecoder {
    /// The most bytes that the library may take: `xz -9` needs a quarter of it.
    private static let memoryLimit: UInt64 = 256 << 20

    // The library keeps a pointer to what lies in the stream, so it stays at one place.
    private let stream = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)

    init() {
        // All zeros are LZMA_STREAM_INIT.
        stream.initialize(to: lzma_stream())
        beginMember()
    }

    deinit {
        lzma_end(stream)
        stream.deallocate()
    }

    func beginMember() {
        let status = lzma_stream_decoder(stream, Self.memoryLimit, 0)
        precondition(status == LZMA_OK, "lzma_stream_decoder: status \(status.rawValue)")
    }

    func decode(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
    ) -> DecodingStep {
        stream.pointee.next_in = source.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = source.count
        stream.pointee.next_out = destination.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = destination.count
        let status = lzma_code(stream, LZMA_RUN)
        return DecodingStep(
            consumed: source.count - stream.pointee.avail_in,
            produced: destination.count - stream.pointee.avail_out,
            isMemberEnd: status == LZMA_STREAM_END,
            problem: problem(status))
    }

    private func problem(_ status: lzma_ret) -> DecodingProblem? {
        switch status {
        case LZMA_OK, LZMA_STREAM_END, LZMA_BUF_ERROR: nil
        case LZMA_MEMLIMIT_ERROR: .needsMoreThan("\(Self.memoryLimit >> 20) MiB of memory")
        case LZMA_FORMAT_ERROR: .damaged("no beginning of a stream")
        case LZMA_OPTIONS_ERROR: .damaged("options that this version of xz does not know")
        case LZMA_DATA_ERROR: .damaged("wrong data or checksum")
        default: .damaged("status \(status.rawValue) of liblzma")
        }
    }
}
