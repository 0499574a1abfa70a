import Foundation
import TestSupport
import Testing

/// Trainings that end where nobody wanted them to: nothing is lost.
@Suite struct InterruptionTests {
    private let files: TemporaryFolder

    init() throws {
        files = try TemporaryFolder()
    }

    private var run: String { files.path("run") }

    private func arguments(_ more: String...) throws -> [String] {
        // Nothing that follows from when a run ends.
        try ["train", "--output", run, "--set", "log-interval=1"] + TinyModel.text(in: files)
            + TinyModel.sizes + ["--set", "schedule=inverse-sqrt", "dropout=0.1"] + more
    }

    private func start(_ script: String, _ arguments: [String]) throws -> Process {
        try Command.startShell(script, arguments, in: files)
    }

    /// Waits, for half a minute at most.
    private func wait(until condition: () throws -> Bool) throws {
        for _ in 0..<30_000 {
            if try condition() { return }
            usleep(1000)
        }
        Issue.record("waited in vain")
    }

    private func waitForUpdate(_ update: Int) throws {
        try wait { try (updates().last ?? 0) >= update }
    }

    private func lines() throws -> [[String: Any]] {
        let data = (try? Data(contentsOf: files.file("run/log.jsonl"))) ?? Data()
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            (try? JSONSerialization.jsonObject(with: $0)) as? [String: Any]
        }
    }

    private func updates() throws -> [Int] { try lines().compactMap { $0["update"] as? Int } }

    private func losses() throws -> [Double] { try lines().compactMap { $0["loss"] as? Double } }

    private func newestCheckpoint() throws -> Int? {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: files.path("run/checkpoints"))
        return names.compactMap { Int($0.replacing("update-", with: "")) }.max()
    }

    private var isLocked: Bool {
        files.exists("run/run.lock")
    }

    /// The run goes on to the losses of one that was never disturbed.
    private func expectToGoOn() throws {
        let count = try #require(updates().last) + 3
        let resumed = try Command.run(arguments("--updates", "\(count)", "--resume"))
        #expect(resumed.status == 0, "\(resumed.error)")
        let disturbed = try losses()
        let whole = try Command.run(arguments("--updates", "\(count)", "--overwrite"))
        #expect(whole.status == 0, "\(whole.error)")
        #expect(try losses() == disturbed)
        #expect(disturbed.count == count)
        #expect(!isLocked)
    }

    // MARK: Signals

    /// A terminal sends Ctrl-C to all processes of a pipe, and `tee` ends first.
    @Test func controlCThroughAPipeEndsInOrder() throws {
        let shell = try start(
            "trap '' INT; (trap - INT; exec \"$@\") 2>&1 | (trap - INT; exec tee log)",
            arguments("--updates", "1000000", "--set", "checkpoint-interval=1000000"))
        try waitForUpdate(5)
        let group = getpgid(shell.processIdentifier)
        try #require(group == shell.processIdentifier)
        kill(-group, SIGINT)
        shell.waitUntilExit()
        try wait { !isLocked }
        #expect(try newestCheckpoint() == updates().last)
        try expectToGoOn()
    }

    @Test func aClosedTerminalEndsInOrder() throws {
        let process = try start(
            "exec \"$@\"",
            arguments("--updates", "1000000", "--set", "checkpoint-interval=1000000"))
        try waitForUpdate(5)
        for _ in 0..<3 { kill(process.processIdentifier, SIGHUP) }
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 129)
        #expect(try newestCheckpoint() == updates().last)
        try expectToGoOn()
    }

    /// As nohup has it, and a script's shell what it runs in the background; SIGTERM is heard in any case.
    @Test(arguments: [("HUP", SIGHUP), ("INT", SIGINT)])
    func whatIsIgnoredFromTheBeginningStaysIgnored(name: String, number: Int32) throws {
        let process = try start(
            "trap '' \(name) TERM; exec \"$@\"", arguments("--updates", "1000000"))
        try waitForUpdate(5)
        kill(process.processIdentifier, number)
        try waitForUpdate(#require(updates().last) + 20)
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 143)
    }

    /// The first signal asks for a checkpoint, which the pipe holds up; the second ends at once.
    @Test func aStalledReaderOfProgressHoldsNobodyUp() throws {
        let pipe = try StalledPipe("progress", in: files)
        let process = try start(
            "exec \"$@\" 2>progress", arguments("--updates", "1000000"))
        pipe.waitUntilFull()
        process.interrupt()
        sleep(1)
        #expect(pipe.status(of: process, after: SIGINT) == 130)
        #expect(process.terminationReason == .exit)
    }

    @Test func aKilledRunGoesOn() throws {
        let process = try start(
            "exec \"$@\"", arguments("--updates", "1000000", "--set", "checkpoint-interval=4"))
        try waitForUpdate(10)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try Data().write(to: files.file("run/vocab.json.partial-0123abcd"))
        try expectToGoOn()
        let left = try FileManager.default.subpathsOfDirectory(atPath: run).filter {
            $0.contains(".partial-") || $0.contains(".replaced-")
        }
        #expect(left == [])
    }

    // MARK: Full disks

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
        arguments: ["2>/dev/full", "2>&-"])
    func progressThatNobodyTakesEndsNoRun(redirection: String) throws {
        let process = try start("exec \"$@\" \(redirection)", arguments("--updates", "6"))
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try newestCheckpoint() == 6)
    }

    @Test func aFullDiskEndsTheRunWithASentence() throws {
        #expect(try Command.run(arguments("--updates", "4")).status == 0)
        let process = try start(
            "ulimit -f 8; exec \"$@\" 2>error", arguments("--updates", "8", "--resume"))
        process.waitUntilExit()
        let error = try files.text("error")
        #expect(process.terminationStatus == 1, "\(error)")
        let message = try #require(error.split(separator: "\n").last)
        for part in ["calque: Training stopped", "File too large", "update 4 is kept"] {
            #expect(message.contains(part), "\(message)")
        }
        #expect(try newestCheckpoint() == 4)
        try expectToGoOn()
    }

    // MARK: Two processes

    @Test func theSecondProcessInAFolderIsRefused() throws {
        let first = try start("exec \"$@\"", arguments("--updates", "1000000"))
        try waitForUpdate(5)
        for option in [[], ["--resume"], ["--overwrite"]] {
            let second = try Command.run(arguments("--updates", "9") + option)
            #expect(second.status == 1)
            #expect(
                second.error.contains("Another process is training in \(run)"), "\(second.error)")
        }
        first.interrupt()
        first.waitUntilExit()
        #expect(first.terminationStatus == 130)
        try expectToGoOn()
    }
}
