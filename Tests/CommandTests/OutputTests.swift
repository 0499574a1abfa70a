import Foundation
import Testing

@Suite struct OutputTests {
    @Test func aClosedPipeEndsQuietly() throws {
        let files = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\"$0\" train --help | head -n 1", Command.executable.path]
        let errors = files.url("errors")
        try Data().write(to: errors)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        #expect(try Data(contentsOf: errors).isEmpty)
    }

    @Test func theCorpusIsExportedLineByLine() throws {
        let files = try TemporaryFolder()
        let outcome = try Command.run(
            "demo", "--export", files.path("corpus"), "--from", "es", "--to", "en")
        #expect(outcome.status == 0, "\(outcome.error)")
        for part in ["train", "validation", "test"] {
            let counts = try ["es", "en", "alignment"].map {
                try Data(contentsOf: files.url("corpus/\(part).\($0)")).count { $0 == 0x0A }
            }
            #expect(Set(counts).count == 1 && counts[0] > 0, "\(part)")
        }
    }
}
