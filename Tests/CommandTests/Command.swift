import Foundation
import Testing

/// Runs the built `calque` as a user would.
struct Command {
    /// What a run left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let error: String

        /// The lines of standard output.
        var lines: [String] {
            output.isEmpty ? [] : output.dropLast().components(separatedBy: "\n")
        }
    }

    /// The executable: beside the tests, where SwiftPM builds it.
    static let executable: URL = {
        // What a script runs in the background would have it ignored in all that it starts.
        signal(SIGINT, SIG_DFL)
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let folders = sequence(first: tests.deletingLastPathComponent()) {
            $0.deletingLastPathComponent()
        }
        return folders.prefix(4).map { $0.appendingPathComponent("calque") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
            ?? tests.deletingLastPathComponent().appendingPathComponent("calque")
    }()

    /// Runs to the end.
    static func run(
        _ arguments: String..., input: Data = Data(), in folder: URL? = nil
    ) throws -> Outcome {
        try run(arguments, input: input, in: folder)
    }

    /// Runs to the end.
    static func run(
        _ arguments: [String], input: Data = Data(), in folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let temporary = try TemporaryFolder()
        let process = try start(
            arguments, files: temporary, input: input, in: folder, environment: environment)
        process.waitUntilExit()
        return try outcome(of: process, files: temporary)
    }

    /// Starts a run whose output goes to files.
    static func start(
        _ arguments: [String], files: TemporaryFolder, input: Data = Data(), in folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Process {
        try input.write(to: files.url("input"))
        for name in ["output", "error"] { try Data().write(to: files.url(name)) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["COLUMNS": "80"]) { $1 }.merging(environment) { $1 }
        process.currentDirectoryURL = folder ?? files.url
        process.standardInput = try FileHandle(forReadingFrom: files.url("input"))
        process.standardOutput = try FileHandle(forWritingTo: files.url("output"))
        process.standardError = try FileHandle(forWritingTo: files.url("error"))
        try process.run()
        return process
    }

    /// What a run that has ended left behind.
    static func outcome(of process: Process, files: TemporaryFolder) throws -> Outcome {
        Outcome(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: files.url("output")), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: files.url("error")), as: UTF8.self))
    }
}

/// A pipe with a name, whose reader takes nothing.
struct StalledPipe {
    let handle: FileHandle

    init(_ path: String) throws {
        try #require(mkfifo(path, 0o600) == 0)
        handle = try #require(FileHandle(forUpdatingAtPath: path))
    }

    /// Waits, for a minute at most, until whoever writes to it has to wait.
    func waitUntilFull() {
        var request = pollfd(fd: handle.fileDescriptor, events: Int16(POLLOUT), revents: 0)
        for _ in 0..<60_000 {
            if poll(&request, 1, 0) == 0 { return }
            usleep(1000)
        }
        Issue.record("nobody wrote as much as the pipe takes")
    }

    /// The status of a process that a signal ends, within half a minute, while nobody reads; nil if it
    /// goes on.
    func status(of process: Process, after number: Int32) -> Int32? {
        kill(process.processIdentifier, number)
        for _ in 0..<30_000 where process.isRunning { usleep(1000) }
        guard !process.isRunning else {
            kill(process.processIdentifier, SIGKILL)
            return nil
        }
        return process.terminationStatus
    }
}

/// A folder that is deleted with its last user.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("calque-command-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func url(_ name: String) -> URL { url.appendingPathComponent(name) }

    func path(_ name: String) -> String { url(name).path }

    /// Writes a file of lines and returns its path.
    func write(_ lines: [String], to name: String) throws -> String {
        try write(Data(lines.map { $0 + "\n" }.joined().utf8), to: name)
    }

    /// Writes a file and returns its path.
    func write(_ data: Data, to name: String) throws -> String {
        try data.write(to: url(name))
        return path(name)
    }
}
