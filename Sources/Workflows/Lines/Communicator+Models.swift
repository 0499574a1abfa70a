import Basics
public import Foundation
public import Ranks

/// Models that every rank reads by itself.
extension Communicator {
    /// So many places of a file are compared, each of so many bytes.
    private static let samples = (count: 256, length: 4096)

    /// What training says beside its model, which nothing is translated by.
    private static let reports: Set = ["html", "svg", "jsonl", "tsv", "kept"]

    /// Finds out whether all ranks have the same models.
    ///
    /// - Parameter folders: The folders of the models. Of every file the size and samples are compared, which of
    ///   all but weights are the whole.
    /// - Throws: `CalqueError` on all ranks when one has another, and when a file cannot be read or a rank does not
    ///   answer.
    public func requireAgreement(onModelsIn folders: [URL]) throws {
        try requireAgreement(
            on: folders.map { ("model in \($0.path)", try Self.fingerprint(of: $0)) })
    }

    private static func fingerprint(of folder: URL) throws -> String {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.isDirectoryKey])
        return try files.sorted { $0.lastPathComponent < $1.lastPathComponent }
            .filter {
                let values = try $0.resolvingSymlinksInPath()
                    .resourceValues(forKeys: [.isDirectoryKey])
                return values.isDirectory != true && !reports.contains($0.pathExtension)
            }
            .map { "\($0.lastPathComponent) \(try sampled($0))" }
            .joined(separator: ", ")
    }

    private static func sampled(_ url: URL) throws -> String {
        let file = try MappedFile(url: url)
        return withExtendedLifetime(file) {
            let count = file.bytes.count
            guard count > samples.count * samples.length else {
                return "\(count) \(SHA256.hash(file.bytes))"
            }
            let sample = (0..<samples.count).flatMap { number in
                let start = (count - samples.length) * number / (samples.count - 1)
                return file.bytes[start..<start + samples.length]
            }
            return "\(count) \(SHA256.hash(sample))"
        }
    }
}
