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
    private let members: [String: ZipMember]

    /// Opens an archive and reads its directory.
    ///
    /// - Throws: `CalqueError` when the file cannot be read, or is no sound zip archive.
    package init(url: URL) throws {
        file = try MappedFile(url: url)
        do {
            let directory = try ZipDirectory(file.bytes)
            names = directory.members.map(\.name)
            members = Dictionary(directory.members.map { ($0.name, $0) }) { first, _ in first }
            guard members.count == names.count else {
                throw FileProblem("it has a member twice")
            }
        } catch let problem as FileProblem {
            throw problem.error(path: file.path)
        }
    }

    /// The content of the member called `name`.
    ///
    /// - Parameter limit: The most bytes that it may have: a short file can say a great deal.
    /// - Throws: `CalqueError` when there is no such member, it is damaged, or longer than that.
    package func content(of name: String, upTo limit: Int = .max) throws -> [UInt8] {
        try reading(name) { member, stored in
            guard member.size <= limit else {
                throw FileProblem("it has \(member.size) bytes, more than the \(limit) expected")
            }
            let size = member.size
            let content =
                try member.isDeflated
                ? Inflater.inflated(stored, size: size, upTo: size + 1) : Array(stored)
            let sum = content.withUnsafeBytes(\.crc32)
            guard content.count == size, sum == member.checksum else {
                throw FileProblem("its length or its checksum is wrong")
            }
            return content
        }
    }

    /// The first bytes of the member called `name`, as many as there are up to `count`, which are
    /// not checked.
    ///
    /// - Throws: `CalqueError` when there is no such member, or its beginning is damaged.
    package func beginning(of name: String, count: Int) throws -> [UInt8] {
        try reading(name) { member, stored in
            try member.isDeflated
                ? Inflater.inflated(stored, size: member.size, upTo: min(count, member.size))
                : Array(stored.prefix(count))
        }
    }

    /// The number of bytes that the member called `name` is said to have; 0 if there is none.
    package func size(of name: String) -> Int { members[name]?.size ?? 0 }

    private func reading(
        _ name: String, _ body: (ZipMember, UnsafeRawBufferPointer) throws -> [UInt8]
    ) throws -> [UInt8] {
        do {
            guard let member = members[name] else { throw FileProblem("it has no such member") }
            return try body(member, member.storedBytes(in: file.bytes))
        } catch let problem as FileProblem {
            throw FileProblem("member \(FileProblem.quoted(name)): \(problem.text)")
                .error(path: file.path)
        }
    }
}

/// What the directory of an archive says of a member.
private struct ZipMember {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    let storedSize: Int
    let size: Int
    /// Where the member's own header begins.
    let start: Int

    /// The member's bytes as they are stored, after a header of variable length.
    func storedBytes(in archive: UnsafeRawBufferPointer) throws -> UnsafeRawBufferPointer {
        let headerSize = 30
        let header = try ZipFields(archive, at: start, count: headerSize, signature: 0x0403_4B50)
        let first = start + headerSize + header.short(26) + header.short(28)
        guard first + storedSize <= archive.count else { throw FileProblem("it is cut off") }
        return UnsafeRawBufferPointer(rebasing: archive[first..<first + storedSize])
    }
}

/// The list of members at the end of an archive.
private struct ZipDirectory {
    private(set) var members: [ZipMember] = []

    init(_ archive: UnsafeRawBufferPointer) throws {
        let end = try ZipFields.endRecord(of: archive)
        guard end.short(4) == 0, end.short(8) == end.short(10) else {
            throw FileProblem("it is one of several parts")
        }
        var position = end.long(16)
        for _ in 0..<end.short(10) {
            let size = 46
            let entry = try ZipFields(archive, at: position, count: size, signature: 0x0201_4B50)
            let name = try entry.text(after: size, count: entry.short(28))
            let (method, limit) = (entry.short(10), Int(UInt32.max))
            guard entry.short(8) & 1 == 0, method == 0 || method == 8,
                max(entry.long(20), entry.long(24), entry.long(42)) < limit
            else {
                throw FileProblem(
                    "member \(FileProblem.quoted(name)) is encrypted, larger than 4 GiB, or "
                        + "compressed in another way than by deflating")
            }
            members.append(
                ZipMember(
                    name: name, isDeflated: method == 8, checksum: UInt32(entry.long(16)),
                    storedSize: entry.long(20), size: entry.long(24), start: entry.long(42)))
            position += size + entry.short(28) + entry.short(30) + entry.short(32)
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
