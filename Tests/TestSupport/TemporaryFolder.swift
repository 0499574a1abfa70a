package import Foundation
import Testing

/// A folder of one test, deleted with its last user.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let url: URL

    /// An empty folder.
    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("calque-tests-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The place of the file or folder called `name`, which may lie deeper.
    package func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// The path of the file or folder called `name`.
    package func path(_ name: String) -> String { file(name).path }
}

// MARK: What is in it

extension TemporaryFolder {
    /// The names of what lies in it, sorted.
    package var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }

    /// Whether there is a file or folder called `name`.
    package func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(name))
    }

    /// What the file called `name` says.
    package func text(_ name: String) throws -> String {
        try String(contentsOf: file(name), encoding: .utf8)
    }

    /// Writes the file called `name`, in a folder that is made for it where it lies deeper, and
    /// returns its place.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> URL {
        let file = file(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file
    }

    /// Writes a file of lines and returns its place.
    @discardableResult
    package func write(lines: [String], to name: String) throws -> URL {
        try write(lines.map { $0 + "\n" }.joined().utf8, to: name)
    }

    /// Makes the folder called `name` and those above it.
    @discardableResult
    package func makeFolder(_ name: String) throws -> URL {
        try FileManager.default.createDirectory(at: file(name), withIntermediateDirectories: true)
        return file(name)
    }
}

// MARK: Named pipes

extension TemporaryFolder {
    /// A named pipe.
    package func makePipe(_ name: String = "pipe") throws -> URL {
        try #require(mkfifo(path(name), 0o600) == 0)
        return file(name)
    }

    /// A named pipe through which bytes come once.
    package func pipe(of bytes: some Sequence<UInt8>) throws -> URL {
        let url = try makePipe("pipe-\(UUID().uuidString)")
        let data = Data(bytes)
        Thread.detachNewThread {
            try? FileHandle(forWritingTo: url).write(contentsOf: data)
        }
        return url
    }

    /// A named pipe, and both of its ends in one, so that neither waits for the other.
    package func openPipe(_ name: String = "pipe") throws -> (url: URL, handle: FileHandle) {
        let url = try makePipe(name)
        return (url, try #require(FileHandle(forUpdatingAtPath: url.path)))
    }
}
