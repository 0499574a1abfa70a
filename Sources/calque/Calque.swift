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
            status is 0 when a command has done its work, 1 when it failed, and 64 when its \
            options or its recipe are wrong.
            """,
        version: version,
        subcommands: [
            Train.self, Clean.self, Translate.self, Serve.self, Evaluate.self, Score.self,
            Align.self,
            Average.self, Convert.self, ShortlistCommand.self, Distill.self, Inspect.self,
            Compare.self, Benchmark.self, NeuralTuringMachineCommand.self, Demo.self,
        ])

    /// What somebody who reports a fault should say.
    private static var version: String {
        """
        calque \(CalqueVersion.number)
        oneDNN \(Processor.productLibraryVersion) on \(Processor.current.description), \
        cores: \(WorkerPool.coreCount); computes in \(Precision.fastest.rawValue) by default
        """
    }

    static func main() async {
        // A file that may not grow any more (ulimit -f) is an error with a sentence, as a full disk is.
        signal(SIGXFSZ, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let command: any ParsableCommand
        do {
            try RepeatedOptions.check(arguments, of: self)
            command = try parseAsRoot()
        } catch {
            if let advice = KeysAsOptions.advice(arguments) {
                fail(ValidationError(advice), Train())
            }
            let code = exitCode(for: error)
            if code != .success { RankProcess.leaveToFirst(status: code.rawValue) }
            exit(withError: error)
        }
        await run(command)
    }

    private static func run(_ command: any ParsableCommand) async {
        var command = command
        Binding.given(in: command)?.begin()
        do {
            try RankProcess.require(command)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch let error as CalqueError {
            let message = error.message(in: command)
            if error.kind == .configuration { fail(ValidationError(message), command) }
            StandardError.write("calque: \(message)\n")
            Foundation.exit(EXIT_FAILURE)
        } catch let error as CocoaError {
            StandardError.write("calque: \(error.localizedDescription)\n")
            Foundation.exit(EXIT_FAILURE)
        } catch let error as ValidationError {
            fail(error, command)
        } catch {
            exit(withError: error)
        }
    }

    private static func fail(_ error: ValidationError, _ command: any ParsableCommand) -> Never {
        RankProcess.leaveToFirst(status: ExitCode.validationFailure.rawValue)
        StandardError.write(wrongUsage(error, of: type(of: command)))
        Foundation.exit(ExitCode.validationFailure.rawValue)
    }

    /// What the parser says of an error that it finds itself: of one that a command throws while it
    /// runs, it would show the usage of `calque`.
    private static func wrongUsage(
        _ error: ValidationError, of command: any ParsableCommand.Type
    ) -> String {
        """
        Error: \(error.message)
        Usage: \(usageString(for: command))
          See '\(name(of: command)) --help' for more information.

        """
    }

    /// What a command is called: `calque inspect model`.
    ///
    /// - Parameter command: The command's type.
    static func name(of command: any ParsableCommand.Type) -> String {
        usageString(for: command).split(separator: " ").prefix { !"<[-".contains($0.prefix(1)) }
            .joined(separator: " ")
    }
}
