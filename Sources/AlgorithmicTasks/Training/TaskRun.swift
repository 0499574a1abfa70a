import Basics
public import Figures
public import Foundation
import Tensors

/// A run on a task: what it starts from in, events and a report out, and the trained network in a folder.
///
///     let task = CopyTask()
///     let network = TaskModelConfiguration.neuralTuringMachine(task.machine(.lstm))
///     var run = try TaskRun(from: .new(task, network), in: folder)
///     try run.train { event in print(event) }
///     print(try run.report(of: [TaskSize(length: 50)]).text)
public struct TaskRun<Task: AlgorithmicTask> {
    /// What a run starts from.
    public enum Start: Sendable {
        /// A network with random weights.
        case new(Task, TaskModelConfiguration)
        /// The network that an earlier run saved in a folder.
        case network(URL)
        /// The newest checkpoint of a training in a folder, which goes on there.
        case training(URL)
    }

    /// The network, and the task that it learns.
    public let trained: TrainedTaskModel<Task>
    /// How it is trained.
    public let options: TaskTrainingOptions
    /// Updates that this run has trained it with.
    public private(set) var updates = 0
    private let start: Start
    private let folder: URL?
    private let pool: WorkerPool

    /// Makes or reads the network. Nothing is written yet.
    ///
    /// - Parameters:
    ///   - start: What the run starts from.
    ///   - output: Where checkpoints and the network go, if anywhere; a training that goes on has its
    ///     folder.
    ///   - workers: The workers; nil for those that the training was begun with, or one per core.
    ///   - change: Changes how the network is trained, from the defaults or what the training was begun
    ///     with.
    /// - Throws: `CalqueError` when there can be no such network, or a folder holds none of the task, or
    ///   no checkpoint to go on from.
    public init(
        from start: Start, in output: URL? = nil, workers: Int? = nil,
        _ change: (inout TaskTrainingOptions) -> Void = { _ in }
    ) throws {
        var options = TaskTrainingOptions()
        var begunWorkers: Int?
        switch start {
        case .new(let task, let network):
            change(&options)
            trained = try TrainedTaskModel(task, network, seed: options.seed)
            folder = output
        case .network(let url):
            change(&options)
            trained = try TaskRunDirectory<Task>.network(in: url)
            folder = output
        case .training(let url):
            trained = try TaskRunDirectory<Task>.network(in: url)
            let state = try Self.state(in: url)
            options = state.options
            change(&options)
            begunWorkers = state.workers
            folder = url
        }
        self.start = start
        self.options = options
        pool = WorkerPool(
            count: workers ?? begunWorkers ?? WorkerPool.coreCount, precision: .float32)
    }

    private static func state(in url: URL) throws -> TaskTrainingState {
        guard let state = try TaskRunDirectory<Task>.state(in: url) else {
            throw CalqueError(
                "\(url.path) has no checkpoint to go on from.", remedy: .trainFurther,
                kind: .system)
        }
        return state
    }

    /// Weights of the network.
    public var parameterCount: Int { trained.model.parameters.trainableCount }
}

/// Training.
extension TaskRun {
    /// Finds out whether there is a place for what the run makes, and takes it; then trains until all
    /// updates are done or `isCancelled` says so.
    ///
    /// - Parameters:
    ///   - report: Called on the caller's thread for everything that happens.
    ///   - isCancelled: Asked before every update.
    /// - Returns: Whether all updates are done.
    /// - Throws: `CalqueError` when the folder holds something else, or what cannot go on with these
    ///   options; when the loss stops being finite, or a file cannot be written.
    @discardableResult
    public mutating func train(
        report: (TaskRunEvent) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Bool {
        let folder = try openFolder()
        report(.started(parameters: parameterCount))
        let trainer = try TaskTrainer(
            trained, options: options, pool: pool, run: folder, from: beginning)
        for warning in trainer.warnings { report(.warning(warning)) }
        if trainer.updatesDone > 0 { report(.resuming(after: trainer.updatesDone)) }
        let begun = ContinuousClock.now
        let done = try trainer.train(isCancelled: isCancelled) { report(.update($0)) }
        report(.finished(updates: done, seconds: begun.duration(to: .now).seconds))
        updates = done - trainer.updatesDone
        return done >= options.updates
    }

    private func openFolder() throws -> TaskRunDirectory<Task>? {
        guard let folder else { return nil }
        switch start {
        case .new: return try TaskRunDirectory(folder, .new)
        case .training: return try TaskRunDirectory(folder, .begun)
        case .network(let url):
            let isSame = folder.standardizedFileURL == url.standardizedFileURL
            return try TaskRunDirectory(folder, isSame ? .begun : .new)
        }
    }

    private var beginning: TaskTrainer<Task>.Beginning {
        switch start {
        case .new: .weights
        case .network(let url): .network(url)
        case .training: .checkpoint
        }
    }
}

/// What came of it.
extension TaskRun {
    /// Tests the network on sequences that it was not trained on.
    ///
    /// - Parameters:
    ///   - sizes: The sizes of the sequences.
    ///   - count: Sequences of each.
    public func report(of sizes: [TaskSize], sequences count: Int = 200) throws -> TaskReport {
        let evaluations = try sizes.map {
            try TaskEvaluation(
                of: trained.model, on: trained.task, $0, count: count, seed: options.seed,
                pool: pool)
        }
        return TaskReport(
            task: Task.name, parameters: parameterCount, updates: updates, evaluations)
    }

    /// What the machine does with a sequence; nil where the network has no memory.
    public func trace(of size: TaskSize) -> MemoryTrace? {
        memory.map { trace(of: size, by: $0) }
    }

    /// A picture of what the machine does with a sequence.
    ///
    /// - Throws: `CalqueError` when the network has no memory.
    public func picture(of size: TaskSize) throws -> HeatMapStack {
        let trace = trace(of: size, by: try requireMemory())
        return trace.picture(title: "\(Task.name), length \(size.length)")
    }

    private func trace(of size: TaskSize, by machine: NeuralTuringTaskModel) -> MemoryTrace {
        var random = RandomSource(seed: options.seed)
        let sequence = trained.task.sequence(size, using: &random)
        return MemoryTrace(of: machine, sequence, Context(precision: .float32))
    }

    private var memory: NeuralTuringTaskModel? { trained.model as? NeuralTuringTaskModel }

    /// The machine whose memory can be drawn.
    ///
    /// - Throws: `CalqueError` when the network is none.
    @discardableResult
    public func requireMemory() throws -> NeuralTuringTaskModel {
        guard let machine = memory else {
            throw CalqueError(
                "An LSTM has no memory to draw.", remedy: .leaveOutPicture, kind: .configuration)
        }
        return machine
    }
}
