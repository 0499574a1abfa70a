import ArgumentParser
import CalqueKit
import Foundation

/// This process as one of several that a launcher such as mpirun has started together.
enum RankProcess {
    /// How long ranks wait for each other until the recipe says how long.
    private static let deadline = Duration.seconds(300)
    /// How long the end of all processes may take, in seconds.
    private static let endSeconds = 5

    /// Meets the other processes.
    ///
    /// - Returns: nil where no launcher has started this one.
    /// - Throws: `CalqueError` when they cannot be met.
    static func join() throws -> Communicator? {
        guard let launcher = Launcher() else { return nil }
        let program =
            Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        return try Communicator(launcher.join(program: folder), deadline: deadline)
    }

    /// Refuses to do by several processes what each would do by itself, in one folder.
    ///
    /// - Parameter command: What cannot be done together.
    /// - Throws: `CalqueError` where a launcher has started this process.
    static func refuse(_ command: String) throws {
        guard let launcher = Launcher() else { return }
        throw CalqueError(
            """
            \(command) runs in one process, and this is one of \(launcher.size) that were started together. \
            Start it without mpirun.
            """, kind: .configuration)
    }

    /// Does the work of this rank, and leaves when all ranks have done theirs.
    ///
    /// - Parameters:
    ///   - communicator: The ranks.
    ///   - command: The command, for its advice.
    ///   - body: The work.
    /// - Throws: The `ExitCode` that the work ends with, when all ranks have ended in order.
    static func run(
        _ communicator: Communicator, _ command: any ParsableCommand, _ body: () throws -> Void
    ) throws {
        do {
            try endingInOrder(communicator, body)
        } catch let code as ExitCode {
            guard communicator.isOver else { throw code }
            communicator.transport.abandon(status: code.rawValue, within: endSeconds)
        } catch {
            communicator.announce(error)
            // Whoever ended first has said why.
            if !communicator.hasEndedElsewhere {
                let rank = communicator.name(of: communicator.rank)
                StandardError.write("calque, \(rank): \(message(of: error, command))\n")
            }
            communicator.transport.abandon(status: status(of: error), within: endSeconds)
        }
    }

    private static func endingInOrder(
        _ communicator: Communicator, _ body: () throws -> Void
    ) throws {
        do {
            try body()
        } catch let code as ExitCode where !communicator.isOver {
            try communicator.finish()
            throw code
        }
        try communicator.finish()
    }

    private static func message(of error: any Error, _ command: any ParsableCommand) -> String {
        (error as? CalqueError)?.message(in: command) ?? error.localizedDescription
    }

    private static func status(of error: any Error) -> Int32 {
        (error as? CalqueError)?.kind == .configuration
            ? ExitCode.validationFailure.rawValue : EXIT_FAILURE
    }
}
