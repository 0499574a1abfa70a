import Foundation
import Testing

/// What `--help` says, word for word. After a change that is meant, record it anew:
///
///     CALQUE_RECORD_HELP=1 swift test -c release --filter HelpTests
@Suite struct HelpTests {
    private static let commands = [
        "calque", "train", "translate", "evaluate", "score", "align", "average", "convert",
        "inspect", "compare", "benchmark",
        "benchmark training", "benchmark decoding", "benchmark operations", "demo",
        "ntm", "ntm copy", "ntm repeat-copy", "ntm associative-recall",
    ]

    @Test(arguments: commands)
    func saysWhatItSaid(command: String) throws {
        let words = command == "calque" ? [] : command.split(separator: " ").map(String.init)
        let outcome = try Command.run(words + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)
        if ProcessInfo.processInfo.environment["CALQUE_RECORD_HELP"] != nil {
            try Self.record(outcome.output, of: command)
        } else {
            #expect(outcome.output == HelpText.texts[command])
        }
    }

    private static func record(_ text: String, of command: String) throws {
        let words = command.split { " -".contains($0) }.map(\.capitalized).joined()
        let name = words.prefix(1).lowercased() + words.dropFirst()
        let indentation = "        "
        let lines = text.components(separatedBy: "\n").map { $0.isEmpty ? "" : indentation + $0 }
        let source = """
            extension HelpText {
                static let \(name) = #\"\"\"
            \(lines.joined(separator: "\n"))
            \(indentation)\"\"\"#
            }

            """
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Help/\(words).swift")
        try Data(source.utf8).write(to: file)
    }
}
