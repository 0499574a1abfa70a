import Basics
import Layers
public import Tensors

/// Trains a network on examples that are drawn as it goes.
///
/// The examples of an update follow from the seed and its number. Each worker computes a share of
/// them, and the gradients are summed.
public final class TaskTrainer<Task: AlgorithmicTask> {
    private let model: any TaskModel
    private let task: Task
    private let options: TaskTrainingOptions
    private let pool: WorkerPool
    private let optimizer: Adam
    private let gradients: [ParameterVector]

    /// - Parameters:
    ///   - model: The network; its weights are initialised or loaded.
    ///   - pool: The workers, whose products are in float32.
    public init(
        _ model: any TaskModel, on task: Task, options: TaskTrainingOptions, pool: WorkerPool
    ) {
        precondition(pool.precision == .float32, "memories in \(pool.precision.rawValue)")
        self.model = model
        self.task = task
        self.options = options
        self.pool = pool
        optimizer = Adam(model.parameters, options.adam)
        gradients = (0..<pool.count).map { _ in ParameterVector(for: model.parameters) }
    }

    /// Trains until all updates are done or `isCancelled` says so.
    ///
    /// - Parameter report: Called on the caller's thread after every update.
    /// - Returns: The updates done.
    /// - Throws: `CalqueError` when the loss stops being finite.
    public func train(
        isCancelled: () -> Bool = { false }, report: (TaskUpdateReport) -> Void = { _ in }
    ) throws -> Int {
        for update in 1...options.updates {
            if isCancelled() { return update - 1 }
            report(try step(update))
        }
        return options.updates
    }

    private func step(_ update: Int) throws -> TaskUpdateReport {
        var random = RandomSource(seed: options.seed, path: update)
        let size = task.drawSize(using: &random)
        let shares = try pool.run { [model, task, options, gradients, pool] worker, context in
            gradients[worker].reset()
            let indices = pool.share(of: options.batch, worker: worker)
            guard !indices.isEmpty else { return BitLossSums() }
            let batch = BitSequenceBatch(
                task, size, indices: indices, seed: options.seed, path: update)
            return context.recordingGradients(into: gradients[worker], dropout: nil) {
                model.loss(of: batch, context)
            }
        }
        var sums = BitLossSums()
        for share in shares { sums += share }
        guard sums.loss.isFinite else { throw divergence(of: "loss", update) }
        let norm = try optimizer.step(
            gradients, scale: 1 / Double(sums.bits), learningRate: options.schedule(update),
            on: pool)
        guard norm.isFinite else { throw divergence(of: "gradient", update) }
        return TaskUpdateReport(
            update: update, updates: options.updates, sequences: options.batch, sums: sums,
            gradientNorm: norm)
    }

    private func divergence(of what: String, _ update: Int) -> CalqueError {
        CalqueError(
            """
            Training stopped: the \(what) of update \(update) is not finite. Train again with a \
            lower learning rate or another seed.
            """)
    }
}

extension WorkerPool {
    /// The part of some work that a worker does.
    func share(of count: Int, worker: Int) -> Range<Int> {
        count * worker / self.count..<count * (worker + 1) / self.count
    }
}
