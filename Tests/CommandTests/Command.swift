import Foundation
import TestSupport
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

        /// The lines of standard output as JSON objects.
        func objects() throws -> [[String: Any]] { try lines.map { try jsonObject($0.utf8) } }
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
        try input.write(to: files.file("input"))
        for name in ["output", "error"] { try Data().write(to: files.file(name)) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["COLUMNS": "80"]) { $1 }.merging(environment) { $1 }
        process.currentDirectoryURL = folder ?? files.url
        process.standardInput = try FileHandle(forReadingFrom: files.file("input"))
        process.standardOutput = try FileHandle(forWritingTo: files.file("output"))
        process.standardError = try FileHandle(forWritingTo: files.file("error"))
        try process.run()
        return process
    }

    /// Starts a run, sends it SIGINT when it has said something on standard error, and waits for its
    /// end.
    static func interrupted(_ arguments: [String], saying text: String) throws -> Outcome {
        let files = try TemporaryFolder()
        let process = try start(arguments, files: files)
        while process.isRunning, try !files.text("error").contains(text) { usleep(2000) }
        process.interrupt()
        process.waitUntilExit()
        return try outcome(of: process, files: files)
    }

    /// Starts a shell in which `"$@"` is the command with its arguments. What it writes elsewhere than
    /// the script says is lost.
    static func startShell(
        _ script: String, _ arguments: [String] = [], in folder: TemporaryFolder
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", executable.path] + arguments
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// What a run that has ended left behind.
    static func outcome(of process: Process, files: TemporaryFolder) throws -> Outcome {
        Outcome(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: files.file("output")), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: files.file("error")), as: UTF8.self))
    }
}

/// A named pipe whose reader takes nothing.
struct StalledPipe {
    let handle: FileHandle

    init(_ name: String, in folder: TemporaryFolder) throws {
        handle = try folder.openPipe(name).handle
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

extension TemporaryFolder {
    /// Writes a file of lines and returns its path, as commands take it.
    @discardableResult
    func write(_ lines: [String], to name: String) throws -> String {
        try write(lines: lines, to: name).path
    }
}
