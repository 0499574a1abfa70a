import Foundation
import Testing

/// What `--help` says, word for word: a file of `Help` for every command. After a change that is
/// meant, write them anew:
///
///     CALQUE_RECORD_HELP=1 swift test -c release --filter HelpTests
@Suite struct HelpTests {
    private static let commands = [
        "calque", "train", "translate", "evaluate", "score", "align", "average", "convert",
        "inspect", "compare", "benchmark",
        "benchmark training", "benchmark decoding", "benchmark turns", "benchmark operations",
        "demo",
        "ntm", "ntm copy", "ntm repeat-copy", "ntm associative-recall",
    ]

    @Test(arguments: commands)
    func saysWhatItSaid(command: String) throws {
        let words = command == "calque" ? [] : command.split(separator: " ").map(String.init)
        let outcome = try Command.run(words + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Help/\(command.replacing(" ", with: "-")).txt")
        if ProcessInfo.processInfo.environment["CALQUE_RECORD_HELP"] != nil {
            try Data(outcome.output.utf8).write(to: file)
        }
        #expect(try outcome.output == String(contentsOf: file, encoding: .utf8))
    }

    /// What most people want to say fits a screen.
    @Test func trainingFitsAScreen() throws {
        #expect(try Command.run("train", "--help").lines.count <= 50)
    }

    @Test func trainingListsItsKeys() throws {
        let outcome = try Command.run("train", "--keys")
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        for key in ["warm-up <updates>", "mix <own:general>", "byte-fallback"] {
            #expect(outcome.output.contains("\n  \(key)\n"), "\(key)")
        }
    }
}
