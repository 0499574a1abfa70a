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
        try makeOutput()
        StandardError.writeLine("\(trained.model.parameters.trainableCount.grouped) parameters")
        let pool = WorkerPool(count: training.workers.count, precision: .float32)
        let updates = results.load == nil || training.updates != nil ? training.options.updates : 0
        if updates > 0 { try train(trained, on: pool) }
        let evaluations = try sizes.map {
            try TaskEvaluation(
                of: trained.model, on: trained.task, $0, count: results.testSequences,
                seed: training.seed, pool: pool)
        }
        let report = TaskReport(
            task: Task.name, parameters: trained.model.parameters.trainableCount, updates: updates,
            evaluations)
        try StandardOutput.write(results.json ? JSONText.line(report) : report.text)
        if let svg = results.svg, let machine, let size = sizes.first {
            try draw(machine, trained.task, size, to: svg.outputURL, on: pool)
        }
    }

    private func makeModel() throws -> TrainedTaskModel<Task> {
        if let load = results.load {
            return try TrainedTaskModel(directory: URL(fileURLWithPath: load, isDirectory: true))
        }
        return try TrainedTaskModel(
            task, network.configuration(for: task), seed: training.seed)
    }

    /// The machine whose memory can be drawn, where that is asked for.
    private func machine(_ trained: TrainedTaskModel<Task>) throws -> NeuralTuringTaskModel? {
        guard results.svg != nil else { return nil }
        guard let machine = trained.model as? NeuralTuringTaskModel else {
            throw CalqueError("An LSTM has no memory to draw. Leave --svg out.")
        }
        return machine
    }

    /// Where the trained network goes.
    private var output: URL? {
        results.output.map { URL(fileURLWithPath: $0, isDirectory: true) }
    }

    /// Finds out before the training whether there will be a place for what it makes.
    private func makeOutput() throws {
        guard let output else { return }
        let loaded = results.load.map { URL(fileURLWithPath: $0, isDirectory: true) }
        if output.standardizedFileURL != loaded?.standardizedFileURL {
            try TrainedTaskModel<Task>.makeFolder(output)
        }
    }

    /// What was learned is saved however the training ends.
    private func train(_ trained: TrainedTaskModel<Task>, on pool: WorkerPool) throws {
        let display = TaskTrainingDisplay(logInterval: training.logInterval)
        let interruption = Interruption()
        var updates = 0
        let outcome = Result {
            try TaskTrainer(
                trained.model, on: trained.task, options: training.options, pool: pool
            ).train(isCancelled: { interruption.isRequested }) {
                updates = $0.update
                display.show($0)
            }
        }
        display.finish(updates: updates)
        interruption.stop()
        if let output, updates > 0 { try trained.save(to: output) }
        _ = try outcome.get()
        if updates < training.options.updates { throw ExitCode(interruption.exitStatus) }
    }

    private func draw(
        _ machine: NeuralTuringTaskModel, _ task: Task, _ size: TaskSize, to url: URL,
        on pool: WorkerPool
    ) throws {
        var random = RandomSource(seed: training.seed)
        let sequence = task.sequence(size, using: &random)
        let trace = MemoryTrace(of: machine, sequence, Context(precision: .float32))
        let picture = trace.picture(title: "\(Task.name), length \(size.length)")
        try AtomicFile.write(Data(picture.svg().utf8), to: url)
    }
}
