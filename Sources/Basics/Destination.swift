import Foundation

/// The place a file or folder is to appear in, and what is there now.
struct Destination {
    /// The path as the user gave it, for errors.
    let givenPath: String
    /// The path with symbolic links followed, so that replacing what is there keeps the links.
    let path: String
    /// What is there now; nil if nothing is.
    let existing: stat?

    init(_ url: URL) {
        givenPath = url.path
        var status = stat()
        if stat(givenPath, &status) == 0, let resolved = realpath(givenPath, nil) {
            defer { free(resolved) }
            path = String(cString: resolved)
            existing = status
        } else {
            path = givenPath
            existing = nil
        }
    }

    var isDirectory: Bool { existing.map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }
    var isRegularFile: Bool { existing.map { $0.st_mode & S_IFMT == S_IFREG } ?? false }

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
