public import Foundation

/// Writes files so that no reader, crash or full disk ever meets half of one.
///
/// The bytes go to `NAME.partial-…` in the same folder, are flushed to the disk, and take
/// the place of the file with one rename. Until then the file that has the name already stays as it
/// was. Its permissions are kept, and a symbolic link to it goes on pointing to it. A pipe, a device
/// or what is open already (`/dev/stdout`) is not replaced: it is written to directly.
public enum AtomicFile {
    /// Makes `data` the content of the file at `url`.
    ///
    /// - Throws: `CalqueError` saying what could not be written, where, the system's reason and
    ///   what to do.
    public static func write(_ data: Data, to url: URL) throws {
        try write(to: url) { try $0.write(data) }
    }

    /// Makes what `body` writes the content of the file at `url`.
    ///
    /// - Parameters:
    ///   - url: The file to create or replace. Its folder has to exist.
    ///   - body: Writes to the output it is given. When it throws, nothing is left behind.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, and `CalqueError` saying what could not be written, where, the
    ///   system's reason and what to do.
    public static func write<Result>(
        to url: URL, _ body: (FileOutput) throws -> Result
    ) throws -> Result {
        let destination = Destination(url)
        if destination.isDirectory {
            throw CalqueError.system(cannot: "write", destination.givenPath, code: EISDIR)
        }
        if destination.isWrittenThrough { return try fill(destination.open(), body) }
        return try replace(destination, body)
    }

    /// Makes what `body` writes the content of several files, side by side.
    ///
    /// - Parameters:
    ///   - urls: The files to create or replace.
    ///   - body: Writes to the outputs it is given, one a file.
    /// - Returns: What `body` returns.
    /// - Throws: As for one file. The files get their names one after the other.
    package static func write<Result>(
        toAll urls: some Collection<URL>, _ body: ([FileOutput]) throws -> Result
    ) throws -> Result {
        guard let first = urls.first else { return try body([]) }
        return try write(to: first) { output in
            try write(toAll: urls.dropFirst()) { try body([output] + $0) }
        }
    }

    /// Removes what processes left beside a file that were killed while they wrote it.
    ///
    /// - Parameter url: The file.
    package static func clearLeftovers(of url: URL) {
        for path in GrowingFile.leftovers(of: url) { unlink(path) }
    }

    private static func replace<Result>(
        _ destination: Destination, _ body: (FileOutput) throws -> Result
    ) throws -> Result {
        let (file, temporaryPath) = try destination.makePartialFile()
        let result: Result
        do {
            result = try fill(file, body)
            try destination.receive(temporaryPath)
        } catch {
            unlink(temporaryPath)
            throw error
        }
        try destination.synchronizeParent()
        return result
    }

    private static func fill<Result>(
        _ file: OpenFile, _ body: (FileOutput) throws -> Result
    ) throws -> Result {
        let output = FileOutput(file)
        let result = try body(output)
        try output.finish()
        return result
    }
}
