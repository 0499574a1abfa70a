import Foundation
import TestSupport
import Testing

@Suite struct OutputTests {
    @Test func aClosedPipeEndsQuietly() throws {
        let files = try TemporaryFolder()
        try Command.startShell("exec 2> errors; \"$@\" train --help | head -n 1", in: files)
            .waitUntilExit()
        #expect(try files.text("errors").isEmpty)
    }

    @Test func theCorpusIsExportedLineByLine() throws {
        let files = try TemporaryFolder()
        let outcome = try Command.run(
            "demo", "--export", files.path("corpus"), "--from", "es", "--to", "en")
        #expect(outcome.status == 0, "\(outcome.error)")
        for part in ["train", "validation", "test", "antecedents"] {
            let counts = try ["es", "en", "alignment"].map {
                try Data(contentsOf: files.file("corpus/\(part).\($0)")).count { $0 == 0x0A }
            }
            #expect(Set(counts).count == 1 && counts[0] > 0, "\(part)")
        }
    }
}

/// Places that are written to, but that no other file may take.
@Suite struct OutputPlaceTests {
    private let model: String
    private let files: TemporaryFolder

    init() throws {
        model = try TinyModel.shared.get().path
        files = try TemporaryFolder()
    }

    /// Runs `calque` with standard output that a shell appends to a file which has a line.
    private func append(_ arguments: String) throws -> [String] {
        try files.write(["before"], to: "output")
        try files.write(["red dog", "cat"], to: "in")
        let process = try Command.startShell(
            "{ \"$@\" \(arguments) && echo after; } >> output", in: files)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try files.text("output").components(separatedBy: "\n").dropLast()
    }

    @Test(arguments: ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
    func standardOutputIsWrittenTo(place: String) throws {
        let input = "--model '\(model)' --beam 1"
        let plain = try append("translate \(input) < in")
        #expect(plain.count == 4)
        #expect(try append("translate \(input) --input in --output \(place)") == plain)
        let evaluated = try append(
            "evaluate \(input) --source in --reference in --output \(place)")
        #expect(evaluated.prefix(3) == plain.prefix(3) && evaluated.last == "after")
        let drawn = try append(
            "inspect attention --model '\(model)' red --svg \(place)")
        #expect(drawn.contains { $0.hasPrefix("<svg") } && drawn.last == "after")
        #expect(
            try files.names
                == ["in", "output"])
    }
}
