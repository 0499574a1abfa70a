/// A zip archive in memory, which can be written anew with other content of some members.
///
/// All else stays as it is to the last byte: the order of members, their names, times, extra fields
/// and comments, how each is compressed, and the compressed bytes of those that keep their content.
/// Archives beyond 4 GiB (zip64) and those in several parts are refused. The format is PKWARE's
/// "APPNOTE.TXT", version 6.3.10.
package struct RewritableZip: Sendable {
    /// The names of the members, in the order of the directory.
    package var names: [String] { entries.map(\.name) }

    let bytes: [UInt8]
    let entries: [ZipEntry]
    /// The place of the directory, without the record that ends it.
    let directory: Range<Int>
    private let name: String
    private let indices: [String: Int]

    /// Reads the directory of an archive.
    ///
    /// - Parameters:
    ///   - bytes: The archive.
    ///   - name: What errors call it.
    ///   - limit: The most bytes that its members may have in all, unpacked.
    /// - Throws: `CalqueError` when it is no sound zip archive, or larger than that.
    package init(_ bytes: [UInt8], name: String, upTo limit: Int) throws {
        do {
            guard !bytes.isEmpty else { throw FileProblem("it is empty") }
            let directory = try bytes.withUnsafeBytes(ZipDirectory.init)
            (entries, self.directory) = (directory.entries, directory.range)
            indices = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
            try Self.check(entries, before: directory.range.lowerBound, upTo: limit)
        } catch let problem as FileProblem {
            throw problem.documentError(name)
        }
        (self.bytes, self.name) = (bytes, name)
    }

    /// Whether there is a member called `name`.
    package func contains(_ name: String) -> Bool { indices[name] != nil }

    /// The content of the member called `member`.
    ///
    /// - Throws: `CalqueError` when there is none, or it is damaged.
    package func content(of member: String) throws -> [UInt8] {
        do {
            guard let index = indices[member] else { throw FileProblem("it has no such member") }
            return try bytes.withUnsafeBytes { try entries[index].content(in: $0) }
        } catch let problem as FileProblem {
            throw FileProblem("member \(FileProblem.quoted(member)): \(problem.text)")
                .documentError(name)
        }
    }

    /// The archive with other content of some members.
    ///
    /// - Parameter contents: The new contents by the names of members, which have to be there.
    /// - Throws: `CalqueError` when the archive would be too large.
    package func bytes(replacing contents: [String: [UInt8]]) throws -> [UInt8] {
        guard !contents.isEmpty else { return bytes }
        var replaced: [Int: [UInt8]] = [:]
        for (member, content) in contents {
            guard let index = indices[member] else {
                preconditionFailure("replacing \(member), which the archive does not have")
            }
            replaced[index] = content
        }
        do {
            return try ZipWriter.bytes(of: self, replacing: replaced)
        } catch let problem as FileProblem {
            throw problem.documentError(name)
        }
    }

    private static func check(
        _ entries: [ZipEntry], before directory: Int, upTo limit: Int
    ) throws {
        var (end, total) = (0, 0)
        for entry in entries.sorted(by: { $0.header.lowerBound < $1.header.lowerBound }) {
            // Members that share bytes unpack to any size.
            guard entry.header.lowerBound >= end, entry.stored.upperBound <= directory else {
                throw FileProblem("its members overlap")
            }
            (end, total) = (entry.stored.upperBound, total + entry.size)
            do {
                try entry.check()
            } catch let problem as FileProblem {
                throw FileProblem("member \(FileProblem.quoted(entry.name)): \(problem.text)")
            }
        }
        guard total <= limit else {
            throw FileProblem(
                "its members have \(total) bytes, unpacked, more than the \(limit) allowed")
        }
    }
}

extension FileProblem {
    fileprivate func documentError(_ name: String) -> CalqueError {
        CalqueError(
            "\(name) is not a zip archive that can be read: \(text). Save it again with the program "
                + "that it is from.", kind: .input)
    }
}
