package import Foundation

/// A picture as a file.
package enum PictureFile {
    /// Where a picture says that it is one, at the latest.
    private static let beginning = 1 << 10

    /// Writes a picture; an earlier one is replaced, and nothing else.
    ///
    /// - Throws: `CalqueError` when the file is something else, or cannot be written.
    package static func write(_ svg: String, to url: URL) throws {
        try check(url)
        try AtomicFile.write(Data(svg.utf8), to: url)
    }

    /// Writes a picture in a format that begins with these bytes; an earlier one is replaced, and
    /// nothing else.
    ///
    /// - Throws: `CalqueError` when the file is something else, or cannot be written.
    package static func write(_ picture: Data, beginningWith signature: Data, to url: URL) throws {
        try check(url, beginningWith: signature)
        try AtomicFile.write(picture, to: url)
    }

    /// Finds out, before any work is done, whether a picture can be written.
    ///
    /// - Throws: `CalqueError` when the file is something else, or cannot be where it is wanted.
    package static func check(_ url: URL) throws {
        try check(url) { String(decoding: $0.prefix(beginning), as: UTF8.self).contains("<svg") }
    }

    /// Finds out whether a picture can be written in a format that begins with these bytes.
    ///
    /// - Throws: `CalqueError` when the file is something else, or cannot be where it is wanted.
    package static func check(_ url: URL, beginningWith signature: Data) throws {
        try check(url) { $0.starts(with: signature) }
    }

    private static func check(_ url: URL, isPicture: (UnsafeRawBufferPointer) -> Bool) throws {
        try checkPlace(url)
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular,
            attributes?[.size] as? Int != 0, let file = try? MappedFile(url: url)
        else { return }
        guard isPicture(file.bytes) else {
            throw CalqueError(
                "\(url.path) is no picture, and would be written over. Give another file.",
                kind: .system)
        }
    }

    private static func checkPlace(_ url: URL) throws {
        func isFolder(_ path: String) -> Bool {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && isFolder.boolValue
        }
        if isFolder(url.path) { throw CalqueError.system(cannot: "write", url.path, code: EISDIR) }
        guard isFolder(url.deletingLastPathComponent().path) else {
            throw CalqueError.system(cannot: "write", url.path, code: ENOENT)
        }
    }
}
