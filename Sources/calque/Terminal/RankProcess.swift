import ArgumentParser
import CalqueKit
import Foundation

/// A command that processes do together which a launcher such as mpirun has started: ``RankProcess/run(_:_:)``
/// runs it. All other commands run in one process.
protocol RunsAcrossRanks: ParsableCommand {
    /// What of it is asked for that runs in one process all the same, as the beginning of a sentence.
    var workOfOneProcess: String? { get }
}

extension RunsAcrossRanks {
    var workOfOneProcess: String? { nil }
}

/// This process as one of several that a launcher has started together.
///
/// What goes wrong is said once. An error that all of them find in their arguments is rank 0's to say, one of
/// a machine that of its first process, and one that comes up later that of the rank that has it.
enum RankProcess {
    /// How long ranks wait for each other until the command says how long.
    private static let deadline = Duration.seconds(300)
    /// How long processes may take to come, in seconds: MPI would wait for ever for one that has ended first.
    private static let beginSeconds = 60
    /// How long the end of all processes may take, in seconds.
    private static let endSeconds = 5
    /// How long a process that has nothing to say leaves another one to say it, in seconds: launchers end all
    /// processes when one has ended. Longer than it takes that one at most to tell all others first.
    private static let silentSeconds: UInt32 = 6
    /// How long what was said may be on its way, in seconds: launchers pass it on, and some of them forget it when
    /// the process aborts.
    private static let passingOnSeconds: UInt32 = 1

    /// Refuses what each of several processes would do by itself, all of them to the same files.
    ///
    /// - Parameter command: The command.
    /// - Throws: `CalqueError` where a launcher has started this process and the command is not for ranks.
    static func require(_ command: any ParsableCommand) throws {
        let type = type(of: command)
        guard Launcher() != nil, type.configuration.subcommands.isEmpty,
            type._commandName != "help"
        else { return }
        if let command = command as? any RunsAcrossRanks {
            if let work = command.workOfOneProcess { throw refusal(of: work) }
        } else {
            throw refusal(of: Calque.name(of: type))
        }
    }

    /// What is said of work that cannot be done together.
    ///
    /// - Parameter work: The work.
    static func refusal(of work: String) -> CalqueError {
        CalqueError(
            """
            \(work) runs in one process, and this is one of \(Launcher()?.size ?? 1) that were started \
            together. Start it without mpirun, or set CALQUE_MPI=none where each is to do all of it.
            """, kind: .configuration)
    }

    /// Ends this process without a word where another says the same: where several were started, and this is
    /// not rank 0.
    ///
    /// - Parameter status: What it ends with.
    static func leaveToFirst(status: Int32) {
        guard let launcher = Launcher(), !launcher.isFirst else { return }
        leave(status)
    }

    private static func leave(_ status: Int32) -> Never {
        sleep(silentSeconds)
        exit(status)
    }

    /// Does the work of this process, alone or as a rank; then it leaves when all ranks have done theirs.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - body: The work; it is handed the ranks, nil where no launcher has started this process.
    /// - Throws: What `body` throws where there are no ranks; otherwise the `ExitCode` that it ends with, when all
    ///   ranks have ended in order.
    static func run(
        _ command: any RunsAcrossRanks, _ body: (Communicator?) throws -> Void
    ) throws {
        guard let launcher = Launcher() else { return try body(nil) }
        let communicator = try join(launcher)
        do {
            try communicator.requireAgreement(on: [
                ("version of Calque", CalqueVersion.number),
                ("command and options", "\(Array(CommandLine.arguments.dropFirst()))"),
            ])
            try endingInOrder(communicator) { try body(communicator) }
        } catch let code as ExitCode {
            guard communicator.isOver else { throw code }
            communicator.transport.abandon(status: code.rawValue, within: endSeconds)
        } catch {
            end(communicator, error, command)
        }
    }

    /// Meets the other processes.
    private static func join(_ launcher: Launcher) throws -> Communicator {
        let program =
            Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        do {
            let transport = try endingUnlessDone(launcher) { try launcher.join(program: folder) }
            return try Communicator(transport, deadline: deadline)
        } catch {
            if !launcher.isFirstOnMachine { leave(EXIT_FAILURE) }
            // Unless rank 0 says so of its own machine meanwhile, and all are ended.
            if !launcher.isFirst { sleep(silentSeconds) }
            throw error
        }
    }

    private static func endingUnlessDone<Result>(
        _ launcher: Launcher, _ body: () throws -> Result
    ) rethrows -> Result {
        let end = DispatchWorkItem {
            if launcher.isFirstOnMachine {
                StandardError.offer(
                    """
                    calque: Of \(launcher.size) processes that were started together, not all have come \
                    within \(beginSeconds) seconds. Look at what else was said, at the other machines and the \
                    network.

                    """)
            }
            _exit(EXIT_FAILURE)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(beginSeconds), execute: end)
        defer { end.cancel() }
        return try body()
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

    private static func end(
        _ communicator: Communicator, _ error: any Error, _ command: any ParsableCommand
    ) -> Never {
        let status = status(of: error)
        communicator.announce(error)
        if communicator.hasEndedElsewhere {
            // Whoever ended first says why, and then ends all.
            sleep(silentSeconds)
        } else {
            let rank = communicator.name(of: communicator.rank)
            StandardError.write("calque, \(rank): \(message(of: error, command))\n")
            sleep(passingOnSeconds)
        }
        communicator.transport.abandon(status: status, within: endSeconds)
    }

    private static func message(of error: any Error, _ command: any ParsableCommand) -> String {
        (error as? CalqueError)?.message(in: command) ?? error.localizedDescription
    }

    private static func status(of error: any Error) -> Int32 {
        (error as? CalqueError)?.kind == .configuration || error is ValidationError
            ? ExitCode.validationFailure.rawValue : EXIT_FAILURE
    }
}
