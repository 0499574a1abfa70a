import Basics
public import Foundation
public import Ranks

/// Models that every rank reads by itself.
extension Communicator {
    /// So many places of a file are compared, each of so many bytes.
    private static let samples = (count: 256, length: 4096)

    /// Finds out whether all ranks have the same models.
    ///
    /// - Parameter folders: The folders of the models. Of each, size and samples of the largest file are compared:
    ///   that of the weights.
    /// - Throws: `CalqueError` on all ranks when one has another, and when a file cannot be read or a rank does not
    ///   answer.
    public func requireAgreement(onModelsIn folders: [URL]) throws {
        try requireAgreement(
            on: folders.map { ("weights in \($0.path)", try Self.fingerprint(of: $0)) })
    }

    private static func fingerprint(of folder: URL) throws -> String {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.fileSizeKey, .isDirectoryKey])
        let sizes = try files.map { file in
            let values = try file.resolvingSymlinksInPath()
                .resourceValues(forKeys: [.fileSizeKey, .isDirectoryKey])
            return values.isDirectory == true ? 0 : values.fileSize ?? 0
        }
        guard let (largest, size) = zip(files, sizes).max(by: { $0.1 < $1.1 }), size > 0 else {
            return ""
        }
        let file = try MappedFile(url: largest)
        return withExtendedLifetime(file) {
            let length = min(samples.length, file.bytes.count)
            let sample = (0..<samples.count).flatMap { number in
                let start = (file.bytes.count - length) * number / (samples.count - 1)
                return file.bytes[start..<start + length]
            }
            return "\(file.bytes.count) \(SHA256.hash(sample))"
        }
    }
}
