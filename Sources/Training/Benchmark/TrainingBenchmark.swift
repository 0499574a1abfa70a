public import Layers
public import Models
import Tensors
public import Text

/// Measures updates as a run would make them, without a run's folder.
public struct TrainingBenchmark {
    /// One update, as measured.
    public struct Update {
        /// Wall-clock seconds of forward and backward pass and the optimiser's step, and of waiting for the batches.
        public let seconds: Double
        /// Of its parts.
        public let times: UpdateTimes
        /// What the workers computed.
        public let batches: [Batch]

        /// Target tokens, `</s>` included.
        public var tokens: Int { batches.reduce(0) { $0 + $1.labelCount } }
    }

    private let model: any SequenceToSequenceModel
    private let options: TrainingOptions
    private let data: TrainingData

    /// A benchmark of a model's training.
    ///
    /// - Parameters:
    ///   - model: The model; its weights are initialised.
    ///   - data: The training pairs, which are gone through as often as needed.
    ///   - options: Workers, precision, tokens of an update, optimiser and so on; limits and
    ///     intervals do not count.
    public init(
        _ model: any SequenceToSequenceModel, data: TrainingData, options: TrainingOptions
    ) {
        self.model = model
        self.data = data
        self.options = options
    }

    /// Makes updates.
    ///
    /// - Parameters:
    ///   - count: The number of updates that are measured.
    ///   - warmUp: The number of updates before them, which make memory and compiled products.
    /// - Returns: The measured ones.
    public func run(updates count: Int, warmUp: Int) throws -> [Update] {
        let pool = WorkerPool(count: options.workers, precision: options.precision)
        return Array(try run(updates: warmUp + count, on: pool).dropFirst(warmUp))
    }

    /// Makes updates for the memory that they take.
    public func memory(updates: Int) throws -> TrainingMemory {
        let pool = WorkerPool(count: options.workers, precision: options.precision)
        _ = try run(updates: updates, on: pool)
        // Workers keep what they have once had.
        let bytes = try pool.run { _, context in context.allocator.reservedBytes }
        return TrainingMemory(
            parameterCount: model.parameters.count, options, activations: bytes.reduce(0, +))
    }

    private func run(updates count: Int, on pool: WorkerPool) throws -> [Update] {
        let optimizer = Adam(model.parameters, options.adam, on: pool)
        let computeUpdate = TrainingUpdate(
            model, optimizer, on: pool, options,
            guidance: try options.guidance(of: model, by: data))
        model.parameters.isRounded = options.roundsToEightBits
        model.prepare(for: options.precision)
        let cursor = Ahead(DataCursor(data, options, model.specialTokens), limit: 2)
        var updates: [Update] = []
        for number in 1...count {
            let start = ContinuousClock.now
            guard let shares = cursor.next()?.batches else { break }
            let outcome = try computeUpdate(
                shares, number: number, learningRate: options.schedule(number))
            let seconds = start.duration(to: .now).seconds
            updates.append(
                Update(
                    seconds: seconds, times: outcome.times, batches: shares.flatMap { $0 }))
        }
        return updates
    }
}
