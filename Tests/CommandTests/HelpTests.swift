import Foundation
import Testing

/// What `--help` says, word for word: a file of `Help` for every command. After a change that is
/// meant, write them anew:
///
///     CALQUE_RECORD_HELP=1 swift test -c release --filter HelpTests
@Suite struct HelpTests {
    private static let commands = [
        "calque", "train", "clean", "translate", "serve", "evaluate", "score", "align", "average",
        "convert", "shortlist", "distill",
        "inspect", "inspect model", "inspect attention", "inspect steps", "inspect scaling",
        "inspect layers", "inspect contrast", "inspect beam", "inspect memory", "inspect forcing",
        "inspect heads", "inspect antecedents", "inspect positions", "inspect embeddings",
        "inspect page",
        "compare", "benchmark",
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

    @Test func servingFitsAScreenAndListsItsKeys() throws {
        #expect(try Command.run("serve", "--help").lines.count <= 50)
        let outcome = try Command.run("serve", "--keys")
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        for key in ["model", "char-limit", "log-form"] {
            #expect(outcome.output.contains("\n  \(key)\n"), "\(key)")
        }
    }

    @Test func trainingListsItsKeys() throws {
        let outcome = try Command.run("train", "--keys")
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        for key in ["warm-up <updates>", "mix <own:general>", "byte-fallback"] {
            #expect(outcome.output.contains("\n  \(key)\n"), "\(key)")
        }
    }
}

@Suite struct VersionTests {
    @Test func saysWhatAReportOfAFaultNeeds() throws {
        let outcome = try Command.run("--version")
        #expect(outcome.status == 0)
        #expect(outcome.lines.first?.wholeMatch(of: /calque \d+\.\d+\.\d+/) != nil)
        let second = try #require(outcome.lines.dropFirst().first)
        #expect(second.contains(/oneDNN \d+\.\d+/) && second.contains(/cores: \d+/))
        #expect(second.contains("float32") || second.contains("bfloat16"))
    }

    /// OpenMP binds the first thread to one core when its environment says so, and all workers would
    /// share that core.
    @Test(arguments: [
        ["OMP_PROC_BIND": "true"], ["OMP_PROC_BIND": "close"], ["OMP_PLACES": "cores"],
        ["GOMP_CPU_AFFINITY": "0-1023"],
    ])
    func theEnvironmentOfOpenMPTakesNoCoresAway(environment: [String: String]) throws {
        let bound = try Command.run(["--version"], environment: environment)
        #expect(bound.output == (try Command.run("--version")).output)
    }
}
