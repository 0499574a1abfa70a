/// A decompressor of one member after another, each of which is whole in itself: a member of gzip,
/// a stream of xz, a frame of zstd.
protocol StreamDecoder: AnyObject {
    /// Expects the beginning of a member next.
    func beginMember()

    /// Decompresses as much of `source` as fits into `destination`, which holds at least one byte.
    func decode(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
    ) -> DecodingStep
}

/// What one call of a decompressor did.
struct DecodingStep {
    /// The bytes taken from the compressed data.
    var consumed: Int
    /// The bytes written.
    var produced: Int
    /// Whether a member ended, its checksum and length, if it has them, being right.
    var isMemberEnd: Bool
    /// What is wrong with the data; nil if nothing is.
    var problem: DecodingProblem?
}

/// Why data are not decompressed.
enum DecodingProblem {
    /// They are not what was written; the library's word for it.
    case damaged(String)
    /// They need more memory than they are given; how much that is, as in "a window of 128 MiB".
    case needsMoreThan(String)
}

extension Compression {
    /// What unpacks such data.
    func makeDecoder() -> any StreamDecoder {
        switch self {
        case .gzip: Inflater(.gzip)
        case .xz: XZDecoder()
        case .zstandard: ZstandardDecoder()
        }
    }
}
