import Foundation

/// The place a file or folder is to appear in, and what is there now.
struct Destination {
    /// The path as the user gave it, for errors.
    let givenPath: String
    /// The path with symbolic links followed, so that replacing what is there, or making what is
    /// not, keeps the links.
    let path: String
    /// What is there now; nil if nothing is.
    let existing: stat?
    /// The number of an open file of this process, if the path is a name for it, such as
    /// `/dev/stdout`.
    private let openDescriptor: Int32?

    init(_ url: URL) {
        givenPath = url.path
        let links = Self.links(from: givenPath)
        openDescriptor = links.lazy.compactMap(Self.openDescriptor).first
        path = Self.realPath(givenPath) ?? links.last.flatMap(Self.absolute) ?? givenPath
        var status = stat()
        existing = stat(givenPath, &status) == 0 ? status : nil
    }

    var isDirectory: Bool { existing.map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }
    var isRegularFile: Bool { existing.map { $0.st_mode & S_IFMT == S_IFREG } ?? false }

    /// Whether bytes are to be written to what is there, which cannot be replaced by another file:
    /// a device, a pipe, or a file that somebody has opened for this process.
    var isWrittenThrough: Bool { openDescriptor != nil || (existing != nil && !isRegularFile) }

    /// Opens what is written through.
    func open() throws -> OpenFile {
        if let openDescriptor {
            return try OpenFile(duplicating: openDescriptor, path: givenPath)
        }
        return try OpenFile(path: givenPath, flags: O_WRONLY, action: "write")
    }

    /// Creates a file beside the destination that is to take its place, with its permissions.
    func makePartialFile() throws -> (file: OpenFile, path: String) {
        let path = neighbour(Self.partial)
        let file = try OpenFile(
            path: path, reportedAs: givenPath, flags: O_WRONLY | O_APPEND | O_CREAT | O_EXCL,
            action: "write")
        if let existing {
            do {
                try file.setPermissions(existing.st_mode)
            } catch {
                unlink(path)
                throw error
            }
        }
        file.lock()
        return (file, path)
    }

    /// What the names of files say that are not whole yet.
    static let partial = "partial"

    /// A path beside the destination, such as `NAME.partial-1f00ba42`.
    func neighbour(_ purpose: String) -> String {
        let digits = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        return "\(path).\(purpose)-\(String(repeating: "0", count: 8 - digits.count))\(digits)"
    }

    /// Renames `source` to the destination, which is free or a file that is replaced.
    func receive(_ source: String) throws {
        guard rename(source, path) == 0 else {
            throw CalqueError.system(cannot: "write", givenPath, code: errno)
        }
    }

    /// Renames what is at the destination to `target`, which is free.
    func setAside(to target: String) throws {
        guard rename(path, target) == 0 else {
            throw CalqueError.system(cannot: "replace", givenPath, code: errno)
        }
    }

    /// Waits until the names in the folder that holds the destination are on the disk.
    func synchronizeParent() throws {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try OpenFile(path: parent, flags: O_RDONLY, action: "write").synchronize()
    }
}

extension Destination {
    /// A path, what it links to, what that links to, and so on.
    private static func links(from path: String) -> [String] {
        // As many as Linux follows.
        let limit = 40
        var paths = [path]
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        while paths.count <= limit {
            let path = paths[paths.count - 1]
            let count = readlink(path, &target, Int(PATH_MAX))
            guard count >= 0 else { break }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            paths.append(
                URL(
                    fileURLWithPath: String(
                        decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self),
                    relativeTo: folder
                ).path)
        }
        return paths
    }

    /// The path of what is not there yet, without links in its folders; nil if its folder is not
    /// there either.
    private static func absolute(_ path: String) -> String? {
        let url = URL(fileURLWithPath: path)
        return realPath(url.deletingLastPathComponent().path).map {
            URL(fileURLWithPath: $0).appendingPathComponent(url.lastPathComponent).path
        }
    }

    /// The number of the open file that a path in `/dev/fd` or `/proc/self/fd` names.
    private static func openDescriptor(_ path: String) -> Int32? {
        let url = URL(fileURLWithPath: path)
        guard let number = Int32(url.lastPathComponent),
            let folder = realPath(url.deletingLastPathComponent().path),
            folder == realPath("/dev/fd")
        else { return nil }
        return number
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
