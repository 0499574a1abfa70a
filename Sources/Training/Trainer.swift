import Basics
import Foundation
import Layers
public import Models
public import Tensors
import Text

/// Trains a model on a corpus: updates, validations, checkpoints, and an end.
///
/// Everything an update depends on follows from the options' seed and the number of the update, so
/// that a run that was stopped goes on as if it had not been.
public final class Trainer {
    /// Translates sentences with the model as it is, on the given workers. Training knows nothing
    /// of search.
    public typealias Translate =
        @Sendable (_ sources: [[Int32]], any SequenceToSequenceModel, WorkerPool) throws -> [String]

    private let model: any SequenceToSequenceModel
    private let options: TrainingOptions
    private let data: TrainingData
    private let updates: Ahead<DataCursor>
    /// Where the run is; nil on ranks that write nothing.
    private let run: RunDirectory?
    private let ranks: RankAgreement
    private let pool: WorkerPool
    private let optimizer: Adam
    private let averagedWeights: AveragedWeights
    private let computeUpdate: TrainingUpdate
    private let validator: Validator?
    private let generalValidator: Validator?
    private let report: (TrainingEvent) -> Void
    private var state: TrainingState
    private let secondsBefore: Double
    private let start = ContinuousClock.now
    private let lesserFiles: LesserFiles

    /// A trainer of a model, whose run is in a folder.
    ///
    /// - Parameters:
    ///   - model: The model; its weights are initialised or loaded.
    ///   - options: How it is trained.
    ///   - data: The training pairs.
    ///   - validation: Held-out pairs, if there are any.
    ///   - general: Held-out pairs of general text that the model is not to forget. They are
    ///     measured with the others, and checkpoints compared by the mean over both.
    ///   - run: Where checkpoints, log and the model go. When it holds a checkpoint, training goes
    ///     on from there. Of several ranks rank 0 alone has it, and reads and writes for all.
    ///   - others: The processes that this one trains with; nil where it trains alone. All have the same
    ///     model, options but for workers, and pairs; the weights are those of rank 0.
    ///   - translate: For the validation's BLEU and samples.
    ///   - report: Called on the caller's thread for everything that happens, on rank 0.
    /// - Throws: `CalqueError` when there is nothing to train on, a checkpoint cannot be read, or
    ///   its run cannot go on with these options and data; or when another rank does not answer.
    public init(
        _ model: any SequenceToSequenceModel, options: TrainingOptions,
        data: TrainingData, validation: HeldOutPairs? = nil, general: HeldOutPairs? = nil,
        run: RunDirectory?, across others: TrainingRanks? = nil, translate: Translate? = nil,
        report: @escaping (TrainingEvent) -> Void = { _ in }
    ) throws {
        precondition(
            (run != nil) == (others?.communicator.isFirst ?? true), "rank 0 alone has a folder")
        try options.requirePossible(for: model, data)
        let guidance = try options.guidance(of: model, by: data)
        var model = model
        // Whoever aligns by the model is to find the head.
        if let guidance { model.generation.alignmentHead = guidance.head }
        self.model = model
        self.options = options
        self.data = data
        self.run = run
        let report = run == nil ? { _ in } : report
        self.report = report
        lesserFiles = LesserFiles { report(.warning($0)) }
        if options.roundsToEightBits { try model.parameters.requireExactProducts("the model") }
        model.parameters.isRounded = options.roundsToEightBits
        let pool = WorkerPool(count: options.workers, precision: options.precision)
        self.pool = pool
        let ranks = try RankAgreement(others, model.parameters, on: pool, options, data)
        self.ranks = ranks
        optimizer = Adam(
            model.parameters, options.adam, share: ranks.exchange?.share, on: pool)
        averagedWeights = AveragedWeights(
            of: model, optimizer, precision: options.precision, across: ranks)
        computeUpdate = TrainingUpdate(
            model, optimizer, on: pool, options, guidance: guidance, across: ranks.exchange)
        func makeValidator(_ pairs: HeldOutPairs) -> Validator {
            Validator(
                model, pairs, pool: pool, across: ranks, updateTokens: options.updateTokens,
                tokenizer: options.validationTokenizer, translate: translate)
        }
        validator = validation.map(makeValidator)
        generalValidator = general.map(makeValidator)
        let order = DataOrder(options, data, workers: ranks.workers.count)
        let restored = try run?.restore(optimizer, requiring: order)
        for warning in restored?.warnings ?? [] { report(.warning(warning)) }
        state = try ranks.restore(restored?.state, optimizer) ?? TrainingState(order: order)
        state.order = order
        if let validator {
            state.compareValidations(
                of: [validator, generalValidator].compactMap { $0?.text })
        }
        state = try ranks.fromFirst(state)
        secondsBefore = state.seconds
        // While one is computed, the next is made.
        updates = Ahead(
            DataCursor(
                data, options, model.specialTokens, for: ranks.workers, at: state.position),
            limit: 2)
        model.prepare(for: options.precision)
    }

    /// Trains until a limit is reached or `isCancelled` says so, and puts the model in place.
    ///
    /// - Throws: `CalqueError` when the loss stops being finite or a file cannot be written; or when another
    ///   rank does not answer.
    public func train(isCancelled: () -> Bool = { false }) throws -> TrainingResult {
        report(.started(startReport()))
        // Whoever was killed may have been at it.
        lesserFiles.write("older checkpoints") { try prune() }
        if let validator, options.validatesFirst, state.update == 0, state.first == nil {
            _ = try validate(validator)
            try checkpoint()
        }
        let reason = try runUpdates(isCancelled)
        if let validator, reason != .interrupted, state.update > state.lastValidation ?? 0 {
            _ = try validate(validator)
        }
        // The newest checkpoint is never written over: a kill in between would leave none.
        if state.lastCheckpoint != state.update { try checkpoint() }
        // Whoever stops early has a model, too.
        let published = reason == .interrupted ? .best : options.final
        try publish(published)
        lesserFiles.write("curves") { try run?.drawCurves(isRunning: false) }
        let result = TrainingResult(
            reason: reason, updates: state.update, seconds: state.seconds, best: state.best,
            first: state.first, final: published == .best ? state.best : state.last,
            highestBLEU: state.highestBLEU ?? state.best?.bleu)
        if let warning = lossOfGeneral(result) { report(.warning(warning)) }
        report(.finished(result))
        return result
    }

    private func runUpdates(_ isCancelled: () -> Bool) throws -> TrainingResult.Reason {
        if state.update == 0 {
            try readClock()
            state.secondsBeforeUpdates = state.seconds
        }
        while true {
            if let reason = reasonToStop() { return reason }
            if try ranks.isAny(isCancelled()) { return .interrupted }
            try update()
        }
    }

    private func update() throws {
        let start = ContinuousClock.now
        let sentBefore = ranks.sentBytes ?? 0
        let budget = options.budget
        let learningRate = options.schedule(
            state.update + 1, of: budget.expectedUpdates(after: used))
        let progressBefore = budget.progress(after: used)
        guard let next = updates.next() else { preconditionFailure("the data have ended") }
        let outcome = try computeUpdate(
            next.batches, number: state.update + 1, learningRate: learningRate)
        guard outcome.isFinite else {
            throw divergence(
                of: outcome.total.loss.isFinite ? "gradient" : "loss", state.update + 1)
        }
        state.update += 1
        state.position = next.position
        try readClock()
        let progress = budget.progress(after: used)
        let report = UpdateReport(
            update: state.update, epoch: next.epoch + 1, outcome.total,
            seconds: start.duration(to: .now).seconds, learningRate: learningRate,
            gradientNorm: outcome.gradientNorm, progress: progress,
            sentBytes: ranks.sentBytes.map { $0 - sentBefore })
        self.report(.update(report))
        try record(report, isValidated: isValidationDue(progress, before: progressBefore))
    }

    /// By the clock of rank 0: learning rate, validations and end depend on it.
    private func readClock() throws {
        state.seconds = try ranks.fromFirst(secondsBefore + start.duration(to: .now).seconds)
    }

    /// Log, validation and checkpoint, where one is due.
    private func record(_ report: UpdateReport, isValidated: Bool) throws {
        if report.update % options.logInterval == 0 || report.update == 1 {
            log(.update(report))
        }
        var isBest = false
        if let validator, isValidated { isBest = try validate(validator) }
        if isBest || report.update % options.checkpointInterval == 0 { try checkpoint() }
    }

    private func validate(_ validator: Validator) throws -> Bool {
        var report = try averagedWeights.using { _ in
            var report = try validator.validate(update: state.update)
            report.general = try generalValidator.map {
                let general = try $0.validate(update: state.update)
                return .init(loss: general.loss, bleu: general.bleu)
            }
            return report
        }
        report = try ranks.fromFirst(report)
        report.isBest = state.isBest(report, by: options.bestBy)
        guard report.comparedLoss.isFinite else {
            throw divergence(of: "validation loss", state.update)
        }
        state.add(report)
        try readClock()
        log(.validation(report))
        self.report(.validation(report))
        return report.isBest
    }

    private func checkpoint() throws {
        lesserFiles.write("log") { try run?.log.synchronize() }
        var checkpoint = state
        checkpoint.lastCheckpoint = state.update
        checkpoint.logByteCount = run?.log.byteCount ?? 0
        let folder: URL?
        do {
            try ranks.gatherMoments(of: optimizer)
            folder = try averagedWeights.using { weights in
                try run?.writeCheckpoint(model, optimizer, checkpoint, weights: weights)
            }
        } catch {
            throw CalqueError(
                "Training stopped: \(error.explanation) \(kept) to go on from.", kind: error.fault)
        }
        state = checkpoint
        lesserFiles.write("older checkpoints") { try prune() }
        if state.best?.update == state.update { try run?.publish(update: state.update) }
        lesserFiles.write("curves") { try run?.drawCurves(isRunning: true) }
        if let folder { report(.checkpoint(folder)) }
    }

    private func prune() throws {
        try run?.prune(
            keeping: options.neededCheckpoints, best: state.best?.update, upTo: state.update)
    }

    /// Puts a model into the model directory.
    private func publish(_ model: FinalModel) throws {
        guard let run else { return }
        switch model {
        case .best: try run.publish(update: bestUpdate(in: run))
        case .last: try run.publish(update: state.update)
        case .average(let count): try run.publishAverage(of: count, upTo: state.update)
        }
    }

    /// The checkpoint of the best validation; the newest where there was none, or it is lost.
    private func bestUpdate(in run: RunDirectory) -> Int {
        state.best.map(\.update).flatMap { run.holdsCheckpoint($0) ? $0 : nil } ?? state.update
    }

    private func log(_ line: LogLine) { lesserFiles.write("log") { try run?.log.append(line) } }

    private func divergence(of what: String, _ update: Int) -> CalqueError {
        CalqueError(
            """
            Training stopped: the \(what) of update \(update) is not finite. \(kept). Train again with a \
            lower learning rate, a longer warm-up, or gradients clipped to a smaller norm.
            """, kind: .divergence)
    }

    private var kept: String {
        state.lastCheckpoint.map { "The checkpoint of update \($0) is kept" }
            ?? "No checkpoint was written yet"
    }
}

/// When it ends, and when it is validated.
extension Trainer {
    private func reasonToStop() -> TrainingResult.Reason? {
        if let reason = options.budget.reasonToStop(after: used) { return reason }
        if let limit = options.patience, state.validationsSinceBest >= limit { return .patience }
        return nil
    }

    /// What the run has used up of its budget.
    private var used: TrainingBudget.Use {
        TrainingBudget.Use(
            updates: state.update, epochs: data.epochs(at: state.position),
            seconds: state.seconds,
            secondsBeforeUpdates: state.secondsBeforeUpdates ?? 0)
    }

    private func isValidationDue(_ progress: Double?, before: Double?) -> Bool {
        switch options.validationInterval {
        case .updates(let interval): return state.update % max(interval, 1) == 0
        case .share(let share):
            guard let progress, let before else { return false }
            return (progress / share).rounded(.down) > (before / share).rounded(.down)
        }
    }
}

/// What is said at the start and in the end.
extension Trainer {
    private func startReport() -> TrainingStart {
        TrainingStart(
            parameterCount: model.parameters.trainableCount, pairs: data.count,
            updatesPerEpoch: data.updatesPerEpoch(options), updatesDone: state.update)
    }

    /// What to say of general text that the model has forgotten.
    private func lossOfGeneral(_ result: TrainingResult) -> String? {
        guard let before = result.first?.general?.bleu, let after = result.final?.general?.bleu,
            before - after > options.generalLimit
        else { return nil }
        func rounded(_ bleu: Double) -> Double { (bleu * 100).rounded() / 100 }
        return """
            The BLEU of general text fell from \(rounded(before)) to \(rounded(after)). Mix in more of \
            it, or train more shortly or with a lower learning rate.
            """
    }
}
