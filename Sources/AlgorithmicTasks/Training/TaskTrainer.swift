import Basics
public import Foundation
import Layers
public import Tensors

/// Trains a network on examples that are drawn as it goes.
///
/// The examples of an update follow from the seed and its number, so that a training that was stopped
/// goes on as if it had not been. Each worker computes a share of them, and the gradients are summed.
public final class TaskTrainer<Task: AlgorithmicTask> {
    private let trained: TrainedTaskModel<Task>
    private let options: TaskTrainingOptions
    private let pool: WorkerPool
    private let run: TaskRunDirectory<Task>?
    private let optimizer: Adam
    private let update: DataParallelUpdate
    private var state: TaskTrainingState
    /// The updates of the newest checkpoint.
    private var saved: Int?
    /// The updates done before this process.
    public let updatesDone: Int
    /// What the user has to know of the checkpoint that training goes on from.
    public let warnings: [String]

    /// What a training begins with.
    public enum Beginning: Sendable {
        /// The network's weights alone.
        case weights
        /// The newest checkpoint in the run's folder, whose training goes on.
        case checkpoint
        /// The newest checkpoint in a folder: a new training of the same network, which draws examples
        /// that it has not seen. Where there is none, the network's weights.
        case network(URL)
    }

    /// A trainer of a network on its task.
    ///
    /// - Parameters:
    ///   - trained: The network; its weights are initialised or loaded.
    ///   - options: How it is trained.
    ///   - pool: The workers, whose products are in float32.
    ///   - run: Where checkpoints and the network go, if anywhere.
    ///   - beginning: What training begins with.
    /// - Throws: `CalqueError` when a checkpoint cannot be read, or its training cannot go on with these
    ///   options.
    public init(
        _ trained: TrainedTaskModel<Task>, options: TaskTrainingOptions, pool: WorkerPool,
        run: TaskRunDirectory<Task>? = nil, from beginning: Beginning = .weights
    ) throws {
        precondition(pool.precision == .float32, "memories in \(pool.precision.rawValue)")
        self.trained = trained
        self.options = options
        self.pool = pool
        self.run = run
        let optimizer = Adam(trained.model.parameters, options.adam, on: pool)
        self.optimizer = optimizer
        update = DataParallelUpdate(optimizer, on: pool)
        let folder: URL? =
            switch beginning {
            case .weights: nil
            case .checkpoint: run?.url
            case .network(let url): url
            }
        let found = try folder.flatMap { try TaskRunDirectory<Task>.restore(optimizer, from: $0) }
        warnings = found?.warnings ?? []
        if case .checkpoint = beginning, let found {
            try found.state.check(options, workers: pool.count)
            state = found.state
            state.options = options
            saved = state.update
        } else {
            state = TaskTrainingState(
                options: options, workers: pool.count, updatesBefore: found?.state.total ?? 0)
        }
        updatesDone = state.update
    }

    /// Trains until all updates are done or `isCancelled` says so.
    ///
    /// - Parameters:
    ///   - isCancelled: Asked before every update.
    ///   - report: Called on the caller's thread after every update.
    /// - Returns: The updates done.
    /// - Throws: `CalqueError` when the loss stops being finite or a file cannot be written. A checkpoint
    ///   is kept.
    public func train(
        isCancelled: () -> Bool = { false }, report: (TaskUpdateReport) -> Void = { _ in }
    ) throws -> Int {
        // Whoever was killed may have come no further than the checkpoint.
        if saved != nil { try run?.publish(trained) }
        // From then on nothing is lost, the beginning either.
        try checkpoint()
        while state.update < options.updates, !isCancelled() {
            let done: TaskUpdateReport
            do {
                done = try step(state.update + 1)
            } catch {
                try checkpoint()
                throw error
            }
            state.update += 1
            report(done)
            if state.update % options.checkpointInterval == 0 { try checkpoint() }
        }
        try checkpoint()
        return state.update
    }

    /// Writes a checkpoint, unless the newest is of this update.
    private func checkpoint() throws {
        guard let run, saved != state.update else { return }
        do {
            try run.writeCheckpoint(trained, optimizer, state)
        } catch {
            let kept = saved.map { "The checkpoint of update \($0) is kept to go on from." }
            throw CalqueError(
                "Training stopped: \(error.explanation) \(kept ?? "There is no checkpoint.")",
                kind: error.fault)
        }
        saved = state.update
    }

    private func step(_ number: Int) throws -> TaskUpdateReport {
        let path = state.updatesBefore + number
        var random = RandomSource(seed: options.seed, path: path)
        let size = trained.task.drawSize(using: &random)
        let outcome = try update(learningRate: options.learningRate(ofUpdate: number)) {
            [trained, options, pool] worker, gradients, context in
            let indices = pool.share(of: options.batch, worker: worker)
            guard !indices.isEmpty else { return BitLossSums() }
            let batch = BitSequenceBatch(
                trained.task, size, indices: indices, seed: options.seed, path: path)
            return context.backpropagate(into: gradients, dropout: nil) {
                trained.model.loss(of: batch, context)
            }
        }
        guard outcome.isFinite else {
            throw divergence(of: outcome.total.loss.isFinite ? "gradient" : "loss", number)
        }
        return TaskUpdateReport(
            update: number, updates: options.updates, sequences: options.batch,
            sums: outcome.total, gradientNorm: outcome.gradientNorm)
    }

    private func divergence(of what: String, _ update: Int) -> CalqueError {
        CalqueError(
            """
            Training stopped: the \(what) of update \(update) is not finite. Train again with a \
            lower learning rate or another seed.
            """, kind: .divergence)
    }
}

extension WorkerPool {
    /// The part of some work that a worker does.
    func share(of count: Int, worker: Int) -> Range<Int> {
        count * worker / self.count..<count * (worker + 1) / self.count
    }
}
