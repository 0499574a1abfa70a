import ArgumentParser
import CalqueKit
import Foundation

/// The command `calque`.
@main
struct Calque: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calque",
        abstract: "Trains, runs and looks inside translation models.",
        discussion: """
            Results go to standard output, progress and warnings to standard error. The exit \
            status is 0 when a command has done its work, 1 when it failed and 64 when it was \
            called wrongly.
            """,
        subcommands: [
            Train.self, Translate.self, Evaluate.self, Score.self, Align.self, Average.self,
            Convert.self, Inspect.self, Compare.self, Benchmark.self,
            NeuralTuringMachineCommand.self, Demo.self,
        ])

    static func main() {
        // A file that may not grow any more (ulimit -f) is an error with a sentence, as a full disk is.
        signal(SIGXFSZ, SIG_IGN)
        do {
            try RepeatedOptions.check(Array(CommandLine.arguments.dropFirst()), of: self)
            var command = try parseAsRoot()
            try command.run()
        } catch let error as CalqueError {
            StandardError.write("calque: \(error.message)\n")
            Foundation.exit(EXIT_FAILURE)
        } catch let error as CocoaError {
            StandardError.write("calque: \(error.localizedDescription)\n")
            Foundation.exit(EXIT_FAILURE)
        } catch {
            exit(withError: error)
        }
    }
}
