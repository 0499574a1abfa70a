import Foundation
import TestSupport
import Testing

/// Programs that write a line to `calque`, keep the pipe open, and wait for what becomes of it.
@Suite(.timeLimit(.minutes(2))) struct PipeTests {
    private let model: String

    init() throws {
        model = try TinyModel.shared.get().path
    }

    /// A run to which lines are written and from which lines are read, one by one.
    private final class Conversation {
        private let process = Process()
        private let input = Pipe()
        private let output = Pipe()
        private var received = Data()

        init(_ arguments: [String]) throws {
            process.executableURL = Command.executable
            process.arguments = arguments
            process.standardInput = input
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        deinit {
            process.terminate()
        }

        func write(_ text: String) throws {
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        }

        /// The next line, for which it waits; nil at the end.
        func readLine() -> String? {
            while true {
                if let end = received.firstIndex(of: 0x0A) {
                    defer { received = Data(received[(end + 1)...]) }
                    return String(decoding: received[..<end], as: UTF8.self)
                }
                let bytes = output.fileHandleForReading.availableData
                if bytes.isEmpty { return nil }
                received += bytes
            }
        }

        func end() throws -> Int32 {
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    private static let lines = ["red dog", "", "cat sun", "blue"]

    private func translations(_ arguments: String...) throws -> [String] {
        let input = Data(Self.lines.map { $0 + "\n" }.joined().utf8)
        return try Command.run(
            ["translate", "--model", model, "--type", "float32"] + arguments, input: input
        ).lines
    }

    @Test func aLineIsTranslatedBeforeTheNextIsWritten() throws {
        let expected = try translations()
        let run = try Conversation(["translate", "--model", model, "--type", "float32"])
        for (line, translation) in zip(Self.lines, expected) {
            try run.write(line + "\n")
            #expect(run.readLine() == translation)
        }
        #expect(try run.end() == 0)
    }

    @Test func halfALineDelaysOnlyItself() throws {
        let expected = try translations()
        let run = try Conversation(["translate", "--model", model, "--type", "float32"])
        try run.write("red dog\n\ncat")
        for translation in expected.prefix(2) { #expect(run.readLine() == translation) }
        try run.write(" sun\n")
        #expect(run.readLine() == expected[2])
        #expect(try run.end() == 0)
        #expect(run.readLine() == nil)
    }

    @Test(arguments: ["score", "align"])
    func aPairIsReadBeforeTheNextIsWritten(command: String) throws {
        let files = try TemporaryFolder()
        let path = try files.write(Self.lines, to: "lines")
        let expected = try Command.run(
            command, "--model", model, "--type", "float32", "--source", path, "--target", path
        ).lines
        let run = try Conversation(
            [command, "--model", model, "--type", "float32", "--source", "-", "--target", path])
        for (line, result) in zip(Self.lines, expected) {
            try run.write(line + "\n")
            #expect(run.readLine() == result)
        }
        #expect(try run.end() == 0)
    }

    /// Lines of a file, whose target prefixes come through the pipe.
    @Test func aTargetPrefixIsUsedBeforeTheNextIsWritten() throws {
        let files = try TemporaryFolder()
        let prefixes = ["dog", "", "", "blue"]
        let expected = try translations(
            "--target-prefix", try files.write(prefixes, to: "prefixes"))
        let run = try Conversation(
            ["translate", "--model", model, "--type", "float32", "--target-prefix", "-"]
                + ["--input", try files.write(Self.lines, to: "lines")])
        for (prefix, translation) in zip(prefixes, expected) {
            try run.write(prefix + "\n")
            #expect(run.readLine() == translation)
        }
        #expect(try run.end() == 0)
    }
}
