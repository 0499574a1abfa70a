import CZlib
package import Foundation

/// The files in a zip archive, mapped into memory.
///
/// Members may be stored or deflated, and every one is checked against its length and checksum when
/// it is read. Archives beyond 4 GiB (zip64), encrypted ones and those in several parts are
/// refused. The format is PKWARE's "APPNOTE.TXT", version 6.3.10.
package final class ZipArchive: Sendable {
    /// The archive's path, for errors.
    package var path: String { file.path }
    /// The names of the members, in the archive's order.
    package let names: [String]

    private let file: MappedFile
    private let entries: [String: ZipEntry]

    /// Opens an archive and reads its directory.
    ///
    /// - Throws: `CalqueError` when the file cannot be read, or is no sound zip archive.
    package init(url: URL) throws {
        file = try MappedFile(url: url)
        do {
            let entries = try ZipDirectory(file.bytes).entries
            names = entries.map(\.name)
            self.entries = Dictionary(uniqueKeysWithValues: zip(names, entries))
        } catch let problem as FileProblem {
            throw problem.error(path: file.path)
        }
    }

    /// The content of the member called `name`.
    ///
    /// - Parameter limit: The most bytes that it may have: a short file can say a great deal.
    /// - Throws: `CalqueError` when there is no such member, it is damaged, or longer than that.
    package func content(of name: String, upTo limit: Int = .max) throws -> [UInt8] {
        try reading(name) { entry in
            guard entry.size <= limit else {
                throw FileProblem("it has \(entry.size) bytes, more than the \(limit) expected")
            }
            return try entry.content(in: file.bytes)
        }
    }

    /// The first bytes of the member called `name`, as many as there are up to `count`, which are
    /// not checked.
    ///
    /// - Throws: `CalqueError` when there is no such member, or its beginning is damaged.
    package func beginning(of name: String, count: Int) throws -> [UInt8] {
        try reading(name) { try $0.beginning(in: file.bytes, count: min(count, $0.size)) }
    }

    /// The number of bytes that the member called `name` is said to have; 0 if there is none.
    package func size(of name: String) -> Int { entries[name]?.size ?? 0 }

    private func reading(
        _ name: String, _ body: (ZipEntry) throws -> [UInt8]
    ) throws -> [UInt8] {
        do {
            guard let entry = entries[name] else { throw FileProblem("it has no such member") }
            return try body(entry)
        } catch let problem as FileProblem {
            throw FileProblem("member \(FileProblem.quoted(name)): \(problem.text)")
                .error(path: file.path)
        }
    }
}

extension FileProblem {
    fileprivate func error(path: String) -> CalqueError {
        CalqueError(
            "\(path) is not a sound zip archive: \(text). Copy or fetch it again.", kind: .model)
    }
}

extension UnsafeRawBufferPointer {
    /// CRC-32 of the bytes, as zip and gzip have it.
    package var crc32: UInt32 {
        UInt32(crc32_z(0, bindMemory(to: UInt8.self).baseAddress, count))
    }
}
