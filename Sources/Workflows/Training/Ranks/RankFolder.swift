import Basics
import Foundation
import Ranks

/// Files that rank 0 has and others get.
extension Communicator {
    /// So many bytes of a file are sent at a time.
    private static let fileChunk = 16 << 20

    /// Brings the files of a folder of rank 0 to a folder of every rank that wants them.
    ///
    /// - Parameters:
    ///   - source: The folder of rank 0; what others give does not count.
    ///   - target: Where they go; nil where they are not wanted.
    /// - Throws: `CalqueError` when a file cannot be read or written, or a rank does not answer.
    func sendFiles(of source: URL?, to target: URL?) throws {
        let names = try fromFirst(
            isFirst
                ? source.map { try FileManager.default.contentsOfDirectory(atPath: $0.path) } : nil)
        for name in (names ?? []).sorted() {
            let file =
                isFirst
                ? try source.map { try MappedFile(url: $0.appendingPathComponent(name)) } : nil
            let count = try fromFirst(file?.bytes.count ?? 0)
            if let file {
                try send(file.bytes)
            } else if let target {
                try AtomicFile.write(to: target.appendingPathComponent(name)) { output in
                    try receive(count) { try output.write($0) }
                }
            } else {
                try receive(count) { _ in }
            }
        }
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws {
        for chunk in (0..<bytes.count).pieces(of: Self.fileChunk) {
            // Rank 0 only reads what it sends to all.
            try broadcast(
                UnsafeMutableRawBufferPointer(
                    mutating: UnsafeRawBufferPointer(rebasing: bytes[chunk])))
        }
    }

    private func receive(_ count: Int, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        var room = [UInt8](repeating: 0, count: min(count, Self.fileChunk))
        for chunk in (0..<count).pieces(of: Self.fileChunk) {
            try room.withUnsafeMutableBytes { room in
                let part = UnsafeMutableRawBufferPointer(rebasing: room[..<chunk.count])
                try broadcast(part)
                try take(UnsafeRawBufferPointer(part))
            }
        }
    }
}
