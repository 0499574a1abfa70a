import ArgumentParser
import CalqueKit
import Foundation

/// Trains a network on a task in front of a user, or loads one, and tells how good it is.
struct TaskSession<Task: AlgorithmicTask> {
    let task: Task
    let network: TaskNetworkFlags
    let training: TaskTrainingFlags
    let results: TaskResultFlags

    /// - Parameter sizes: What the network is tried on.
    /// - Throws: `CalqueError`; `ExitCode` when a signal ended the training.
    func run(sizes: [TaskSize]) throws {
        let trained = try makeModel()
        let machine = try machine(trained)
        let folder = try openOutput()
        let begun = try begunState()
        StandardError.writeLine("\(trained.model.parameters.trainableCount.grouped) parameters")
        let workers = training.workers.workers ?? begun?.workers ?? training.workers.count
        let pool = WorkerPool(count: workers, precision: .float32)
        let options = training.options(begun?.options ?? TaskTrainingFlags.defaults)
        var updates = 0
        if results.load == nil || training.updates != nil {
            updates = try train(
                TaskTrainer(trained, options: options, pool: pool, run: folder, from: beginning),
                of: options.updates)
        }
        let evaluations = try sizes.map {
            try TaskEvaluation(
                of: trained.model, on: trained.task, $0, count: results.testSequences,
                seed: options.seed, pool: pool)
        }
        let report = TaskReport(
            task: Task.name, parameters: trained.model.parameters.trainableCount, updates: updates,
            evaluations)
        try StandardOutput.write(results.json ? JSONText.line(report) : report.text)
        if let svg = results.svg, let machine, let size = sizes.first {
            try draw(machine, trained.task, size, seed: options.seed, to: svg.outputURL)
        }
    }

    /// Finds out before the training whether there is a place for what it makes, and takes it.
    private func openOutput() throws -> TaskRunDirectory<Task>? {
        guard let output else { return nil }
        let isLoaded = output.standardizedFileURL == load?.standardizedFileURL
        return try TaskRunDirectory(output, results.resume || isLoaded ? .begun : .new)
    }

    /// What the training that goes on was begun with.
    private func begunState() throws -> TaskTrainingState? {
        guard results.resume, let output else { return nil }
        guard let state = try TaskRunDirectory<Task>.state(in: output) else {
            throw CalqueError(
                "\(output.path) has no checkpoint to go on from. Train its network further with --load.",
                kind: .system)
        }
        return state
    }

    private func makeModel() throws -> TrainedTaskModel<Task> {
        if let folder = results.resume ? output : load {
            return try TaskRunDirectory<Task>.network(in: folder)
        }
        return try TrainedTaskModel(
            task, network.configuration(for: task),
            seed: training.seed ?? TaskTrainingFlags.defaults.seed)
    }

    /// The machine whose memory can be drawn, where that is asked for.
    private func machine(_ trained: TrainedTaskModel<Task>) throws -> NeuralTuringTaskModel? {
        guard let svg = results.svg else { return nil }
        try SVGFile.check(svg.outputURL)
        guard let machine = trained.model as? NeuralTuringTaskModel else {
            throw CalqueError(
                "An LSTM has no memory to draw. Leave --svg out.", kind: .configuration)
        }
        return machine
    }

    private var beginning: TaskTrainer<Task>.Beginning {
        if results.resume { return .checkpoint }
        return load.map { .network($0) } ?? .weights
    }

    /// Where the trained network goes.
    private var output: URL? {
        results.output.map { URL(fileURLWithPath: $0, isDirectory: true) }
    }

    /// Where a network comes from.
    private var load: URL? {
        results.load.map { URL(fileURLWithPath: $0, isDirectory: true) }
    }

    /// - Parameter count: The updates wanted.
    /// - Returns: The updates that were done now.
    private func train(_ trainer: TaskTrainer<Task>, of count: Int) throws -> Int {
        for warning in trainer.warnings { StandardError.writeLine("warning: \(warning)") }
        if trainer.updatesDone > 0 {
            StandardError.writeLine("resuming after update \(trainer.updatesDone)")
        }
        let display = TaskTrainingDisplay(logInterval: training.logInterval)
        let interruption = Interruption()
        defer { interruption.stop() }
        let updates = try trainer.train(isCancelled: { interruption.isRequested }) {
            display.show($0)
        }
        display.finish(updates: updates)
        if updates < count {
            if let output = results.output {
                StandardError.writeLine(
                    "Go on with: calque ntm \(Task.name) --output \(output) --resume")
            }
            throw ExitCode(interruption.exitStatus)
        }
        return updates - trainer.updatesDone
    }

    private func draw(
        _ machine: NeuralTuringTaskModel, _ task: Task, _ size: TaskSize, seed: UInt64, to url: URL
    ) throws {
        var random = RandomSource(seed: seed)
        let sequence = task.sequence(size, using: &random)
        let trace = MemoryTrace(of: machine, sequence, Context(precision: .float32))
        let picture = trace.picture(title: "\(Task.name), length \(size.length)")
        try SVGFile.write(picture.svg(), to: url)
    }
}
