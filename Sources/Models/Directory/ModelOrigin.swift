import Basics
public import Foundation

/// The files of weights that a model was made from, so that a rounded model can be told from that
/// of another training.
public struct ModelOrigin: Sendable {
    /// A file as it was.
    struct File: Sendable {
        let name: String
        let byteCount: Int
        /// CRC-32 of the bytes, as zip and gzip have it.
        let checksum: UInt32
    }

    /// The key of the model's configuration that tells it.
    static let key = "made_from"

    let files: [File]

    /// Reads the files.
    ///
    /// - Throws: `CalqueError` when one cannot be read.
    public init(_ urls: [URL]) throws {
        files = try urls.map { url in
            let file = try MappedFile(url: url)
            return withExtendedLifetime(file) {
                File(
                    name: url.lastPathComponent, byteCount: file.bytes.count,
                    checksum: file.bytes.crc32)
            }
        }
    }

    var jsonObject: [[String: Any]] {
        files.map {
            [
                "file": $0.name, "bytes": $0.byteCount,
                "crc32": String(format: "%08x", $0.checksum),
            ]
        }
    }
}
