import ArgumentParser
import CalqueKit
import Foundation

/// `calque ntm`.
struct NeuralTuringMachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntm",
        abstract: "Train Neural Turing Machines on the tasks of the paper that introduced them.",
        discussion: """
            A Neural Turing Machine (Graves, Wayne & Danihelka 2014) is a network that writes to \
            and reads from a memory. It learns a task from short sequences, and is tested on \
            longer ones.
            """,
        subcommands: [
            TaskCommand<CopyFlags>.self, TaskCommand<RepeatCopyFlags>.self,
            TaskCommand<AssociativeRecallFlags>.self,
        ])
}

/// `calque ntm copy` and the like.
struct TaskCommand<Flags: TaskFlags>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Flags.Task.name, abstract: Flags.abstract, discussion: Flags.discussion)
    }

    @OptionGroup var flags: Flags
    @OptionGroup(title: "Network") var network: TaskNetworkFlags
    @OptionGroup(title: "Training") var training: TaskTrainingFlags
    @OptionGroup(title: "Results") var results: TaskResultFlags

    /// Throws where the folder that is read says already what is described, or where nothing is
    /// trained that could be saved.
    func validate() throws {
        let (load, output) = (results.load, results.output)
        guard !results.resume || (output != nil && load == nil) else {
            throw ValidationError("--resume goes on in the folder of --output, without --load.")
        }
        guard load != nil || results.resume else { return }
        guard !network.isGiven, !flags.isGiven else {
            throw ValidationError(
                """
                \(load == nil ? "--resume" : "--load") says what task and network are; leave their \
                options out.
                """)
        }
        guard load == nil || output == nil || training.updates != nil else {
            throw ValidationError(
                "--output saves what is trained; with --load give --updates, too.")
        }
    }

    func run() throws {
        let svg = results.svg?.outputURL
        var run = try TaskRun(
            from: start, in: results.output?.folderURL, workers: training.workers.workers,
            training.apply(to:))
        if let svg {
            try PictureFile.check(svg)
            try run.requireMemory()
        }
        let display = TaskTrainingDisplay(logInterval: training.logInterval)
        if results.load == nil || training.updates != nil {
            try Interruption.guarding(advice: advice) { isRequested in
                try run.train(report: display.show, isCancelled: isRequested) ? () : nil
            }
        } else {
            display.show(.started(parameters: run.parameterCount))
        }
        var report = try run.report(of: flags.sizes, sequences: results.testSequences)
        if results.format.json, let size = flags.sizes.first {
            report.trace = run.trace(of: size)?.report
        }
        try results.format.print(report, report.text)
        if let svg, let size = flags.sizes.first {
            try PictureFile.write(run.picture(of: size).svg(), to: svg)
        }
    }

    private var start: TaskRun<Flags.Task>.Start {
        if let load = results.load { return .network(load.folderURL) }
        if results.resume, let output = results.output { return .training(output.folderURL) }
        return .new(flags.task, network.configuration(for: flags.task))
    }

    /// What to tell the user whose training was interrupted.
    private var advice: String? {
        results.output.map { "Go on with: calque ntm \(Flags.Task.name) --output \($0) --resume" }
    }
}

/// Shows how a training on a task goes on standard error: one line that is rewritten in a terminal,
/// plain lines elsewhere.
private final class TaskTrainingDisplay {
    private let logInterval: Int
    private let isTerminal = StandardError.isTerminal
    private var line = ProgressLine()
    // Single updates vary with the lengths of their sequences.
    private var loss: Double?
    private var wrongBits: Double?

    init(logInterval: Int) {
        self.logInterval = logInterval
    }

    func show(_ event: TaskRunEvent) {
        if case .update(let report) = event { return show(report) }
        line.clear()
        StandardError.writeLine("\(event)")
    }

    private func show(_ report: TaskUpdateReport) {
        let (loss, wrongBits) = (
            smoothed(loss, report.lossInBits), smoothed(wrongBits, report.wrongBits)
        )
        (self.loss, self.wrongBits) = (loss, wrongBits)
        let figures = report.figures(lossInBits: loss, wrongBits: wrongBits)
        if isTerminal {
            line.draw(fraction: Double(report.update) / Double(report.updates), figures)
        } else if report.update % logInterval == 0 {
            StandardError.writeLine(figures.joined(separator: "  "))
        }
    }

    private func smoothed(_ mean: Double?, _ value: Double) -> Double {
        mean.map { 0.98 * $0 + 0.02 * value } ?? value
    }
}
