import Foundation
import TestSupport
import Testing

/// Work on a file that ends before the file is whole: what is done is kept and named.
@Suite(.timeLimit(.minutes(2))) struct EarlyEndTests {
    private let model: String
    private let files: TemporaryFolder

    init() throws {
        model = try TinyModel.shared.get().path
        files = try TemporaryFolder()
    }

    private func arguments(_ input: String) -> [String] {
        [
            "translate", "--model", model, "--beam", "1", "--input", input, "--output",
            files.path("out"),
        ]
    }

    @Test func badTextFarBelow() throws {
        let good = Data(String(repeating: "red\n", count: 2500).utf8)
        let input = try files.write(good + [0xFF, 0x0A], to: "in").path
        try files.write(["old"], to: "out")
        let outcome = try Command.run(arguments(input))
        #expect(outcome.status == 1)
        #expect(
            outcome.error.contains("first 2,500 lines are done and kept in "), "\(outcome.error)")
        #expect(outcome.error.contains("\(files.path("out.partial"))."))
        #expect(outcome.error.split(separator: "\n").last?.contains("line 2501") == true)
        #expect(try files.text("out.partial").count { $0 == "\n" } == 2500)
        #expect(try files.text("out") == "old\n")
    }

    @Test func onePrefixTooFew() throws {
        let input = try files.write(["red", "dog", "cat"], to: "in")
        let prefixes = try files.write(["", ""], to: "prefixes")
        let outcome = try Command.run(arguments(input) + ["--target-prefix", prefixes])
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("first 2 lines are done"), "\(outcome.error)")
        #expect(try files.text("out.partial").count { $0 == "\n" } == 2)
        #expect(!files.exists("out"))
    }

    /// A run of which one line is done and which waits for more.
    private func startWaiting() throws -> (process: Process, input: Pipe, output: TemporaryFolder) {
        let output = try TemporaryFolder()
        let input = Pipe()
        let process = Process()
        process.executableURL = Command.executable
        process.arguments = [
            "translate", "--model", model, "--beam", "1", "--output", files.path("out"),
        ]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        try Data().write(to: output.file("error"))
        process.standardError = try FileHandle(forWritingTo: output.file("error"))
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("red\n".utf8))
        while try partialFiles().allSatisfy({ try files.text($0).isEmpty }) { usleep(2000) }
        return (process, input, output)
    }

    private func partialFiles() throws -> [String] {
        try files.names.filter { $0.hasPrefix("out.partial-") }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignal(number: Int32) throws {
        let (process, _, output) = try startWaiting()
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + number)
        let error = try output.text("error")
        #expect(error.contains("The first line is done and kept in \(files.path("out.partial"))."))
        #expect(try files.text("out.partial").count { $0 == "\n" } == 1)
        #expect(try partialFiles().isEmpty)
    }

    /// Where a shell has it ignore SIGTERM, too: nobody means that.
    @Test func sigtermIsHeardInAnyCase() throws {
        let input = try files.write(
            Array(repeating: "red dog cat blue sun", count: 100_000), to: "in")
        let process = try Command.startShell(
            "trap '' TERM; exec \"$@\"", arguments(input), in: files)
        while try partialFiles().allSatisfy({ try files.text($0).isEmpty }) { usleep(2000) }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 143)
        #expect(try !files.text("out.partial").isEmpty)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsWhatWaitsForTheReaderOfItsOutput(number: Int32) throws {
        let pipe = try StalledPipe("out", in: files)
        let input = try files.write(Array(repeating: "red dog", count: 20_000), to: "in")
        let process = try Command.start(arguments(input) + ["--json"], files: files)
        pipe.waitUntilFull()
        #expect(pipe.status(of: process, after: number) == 128 + number)
    }

    @Test func aSignalEndsWhatWaitsForTheReaderOfItsWarnings() throws {
        let pipe = try StalledPipe("warnings", in: files)
        let input = try files.write(Array(repeating: "red \u{1F600}", count: 20_000), to: "in")
        let process = Process()
        process.executableURL = Command.executable
        process.arguments = arguments(input)
        process.standardError = pipe.handle
        try process.run()
        pipe.waitUntilFull()
        #expect(pipe.status(of: process, after: SIGTERM) == 143)
        #expect(try !files.text("out.partial").isEmpty)
    }

    @Test func whatAKilledRunLeftIsNamedByTheNext() throws {
        let (process, _, _) = try startWaiting()
        let leftover = try #require(try partialFiles().first)
        let input = try files.write(["dog"], to: "in")
        // Nobody's but the run's that still writes it.
        #expect(try !Command.run(arguments(input)).error.contains(leftover))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let outcome = try Command.run(arguments(input))
        #expect(outcome.status == 0)
        #expect(outcome.error.contains(files.path(leftover)), "\(outcome.error)")
        #expect(try files.text(leftover).count { $0 == "\n" } == 1)
    }
}
