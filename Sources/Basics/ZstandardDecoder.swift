import CZstd

/// libzstd's decompressor of one frame after another (RFC 8878).
final class ZstandardDecoder: StreamDecoder {
    /// The largest window is 2 to the power of this: as much as `zstd --ultra -22` and `--long`
    /// need, and as much as the program itself takes without being told.
    private static let windowLogarithm: Int32 = 27

    private let context: OpaquePointer

    init() {
        guard let context = ZSTD_createDCtx() else { preconditionFailure("libzstd: no memory") }
        self.context = context
        let status = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogarithm)
        precondition(ZSTD_isError(status) == 0, "ZSTD_d_windowLogMax: status \(status)")
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    func beginMember() {
        ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
    }

    func decode(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
    ) -> DecodingStep {
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var output = ZSTD_outBuffer(dst: destination.baseAddress, size: destination.count, pos: 0)
        let status = ZSTD_decompressStream(context, &output, &input)
        return DecodingStep(
            consumed: input.pos, produced: output.pos, isMemberEnd: status == 0,
            problem: problem(status))
    }

    private func problem(_ status: Int) -> DecodingProblem? {
        guard ZSTD_isError(status) != 0 else { return nil }
        guard ZSTD_getErrorCode(status) != ZSTD_error_frameParameter_windowTooLarge else {
            return .needsMoreThan("a window of \(1 << (Self.windowLogarithm - 20)) MiB")
        }
        return .damaged(String(cString: ZSTD_getErrorName(status)))
    }
}
