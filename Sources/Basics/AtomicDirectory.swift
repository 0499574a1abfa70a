public import Foundation

/// Writes folders so that no crash or full disk leaves half of one under its name.
///
/// The files go to `NAME.partial-…` beside the folder, are flushed to the disk, and appear
/// under their name with one rename. A folder that has the name already is first renamed to
/// `NAME.replaced-…`, and deleted only when the new one is in place and on the disk: at
/// every moment at least one whole folder exists. A symbolic link to a folder goes on pointing to
/// it.
public enum AtomicDirectory {
    /// Makes what `body` writes the content of the folder at `url`.
    ///
    /// - Parameters:
    ///   - url: The folder to create or replace. The folder that holds it has to exist.
    ///   - body: Writes files and folders into the empty folder it is given. When it throws,
    ///     nothing is left behind, and a folder that has the name already stays as it was.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, and `CalqueError` saying what could not be written, where, the
    ///   system's reason and what to do.
    public static func write<Result>(
        to url: URL, _ body: (_ temporaryDirectory: URL) throws -> Result
    ) throws -> Result {
        let destination = Destination(url)
        if destination.existing != nil && !destination.isDirectory {
            throw CalqueError(
                "Cannot write the folder \(destination.givenPath): a file has that name. Choose "
                    + "another name, or remove the file.", kind: .system)
        }
        let temporary = URL(
            fileURLWithPath: destination.neighbour(Destination.partial), isDirectory: true)
        guard mkdir(temporary.path, 0o777) == 0 else {
            throw CalqueError.system(cannot: "write", destination.givenPath, code: errno)
        }
        do {
            let result = try body(temporary)
            try synchronizeContents(of: temporary)
            try putInPlace(temporary.path, destination)
            return result
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            throw error
        }
    }

    /// Deletes the folder at `url`: it loses its name first, so that no crash leaves half of it there.
    ///
    /// - Throws: `CalqueError` when it cannot be renamed, and what deleting throws.
    package static func remove(_ url: URL) throws {
        let destination = Destination(url)
        let discarded = destination.neighbour("partial")
        try destination.setAside(to: discarded)
        try FileManager.default.removeItem(atPath: discarded)
    }

    private static func putInPlace(_ temporaryPath: String, _ destination: Destination) throws {
        guard destination.isDirectory else {
            try destination.receive(temporaryPath)
            return try destination.synchronizeParent()
        }
        let replacedPath = destination.neighbour("replaced")
        try destination.setAside(to: replacedPath)
        do {
            try destination.receive(temporaryPath)
        } catch {
            try? destination.receive(replacedPath)
            throw error
        }
        try destination.synchronizeParent()
        try removeReplaced(replacedPath, destination)
    }

    private static func removeReplaced(_ path: String, _ destination: Destination) throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw CalqueError(
                "\(destination.givenPath) is written, but the folder it replaces could not be "
                    + "deleted: \(error.localizedDescription) Delete \(path) yourself.",
                kind: .system)
        }
    }

    /// Waits until the folder, and every file and folder in it, is on the disk.
    private static func synchronizeContents(of directory: URL) throws {
        let keys: [URLResourceKey] = [.isDirectoryKey, .isRegularFileKey]
        let contents = FileManager.default.enumerator(
            at: directory, includingPropertiesForKeys: keys)
        while let item = contents?.nextObject() as? URL {
            let kind = try item.resourceValues(forKeys: Set(keys))
            guard kind.isRegularFile == true || kind.isDirectory == true else { continue }
            try OpenFile(path: item.path, flags: O_RDONLY, action: "write").synchronize()
        }
        try OpenFile(path: directory.path, flags: O_RDONLY, action: "write").synchronize()
    }
}
