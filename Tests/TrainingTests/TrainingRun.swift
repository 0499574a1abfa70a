import Foundation
import Models
import TestSupport
import Text
import Training

/// A run under test: a model, its data and its folder, to be trained in one go or in several.
struct TrainingRun {
    let url: URL
    var options: TrainingOptions
    var data: TrainingData
    var validation: HeldOutPairs?
    var general: HeldOutPairs?
    var translate: Trainer.Translate?
    /// Makes the model that a process would start with; what a checkpoint holds replaces it.
    var makeModel: () -> any SequenceToSequenceModel

    init(
        _ url: URL, _ task: ReverseTask, _ options: TrainingOptions,
        makeModel: @escaping () -> any SequenceToSequenceModel = { ReverseTask.model() }
    ) {
        self.url = url
        self.options = options
        self.makeModel = makeModel
        data = TrainingData(task.training)
    }

    /// Trains as a process of its own would, and returns the model as training left it.
    @discardableResult
    func train(
        _ existing: RunDirectory.Existing = .refuse, stopAfter update: Int? = nil,
        report: @escaping (TrainingEvent) throws -> Void = { _ in }
    ) throws -> (model: any SequenceToSequenceModel, result: TrainingResult) {
        let model = makeModel()
        var done = 0
        var failure: (any Error)?
        let trainer = try Trainer(
            model, options: options, data: data, validation: validation,
            general: general, run: RunDirectory(url, tokenizer: nil, existing: existing),
            translate: translate
        ) { event in
            if case .update(let report) = event { done = report.update }
            do { try report(event) } catch { failure = error }
        }
        let result = try trainer.train { done == update }
        if let failure { throw failure }
        return (model, result)
    }

    /// The lines of `log.jsonl` without what a clock says.
    func log() throws -> [String] { try Self.log(of: url) }

    /// The lines of a run's log without what a clock says, and without what ranks sent each other.
    static func log(of url: URL) throws -> [String] {
        let text = try String(
            contentsOf: url.appendingPathComponent("log.jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            var object = try jsonObject(line.utf8)
            object["seconds"] = nil
            object["sentBytes"] = nil
            let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
            return String(decoding: data, as: UTF8.self)
        }
    }

    /// The names of the checkpoints, oldest first.
    func checkpoints() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: url.appendingPathComponent("checkpoints").path
        ).sorted()
    }
}

extension SequenceToSequenceModel {
    /// All weights, in order.
    var weights: [Float] { parameters.weights }
}

extension TrainingOptions {
    /// Six short updates on sixty tokens each, changed.
    static func short(
        workers: Int, _ change: (inout TrainingOptions) -> Void = { _ in }
    ) -> TrainingOptions {
        var options = TrainingOptions()
        options.workers = workers
        options.precision = .float32
        options.updateTokens = 60
        options.schedule = .constant(peak: 1e-3, warmup: 1)
        options.budget.updates = 6
        options.checkpointInterval = 2
        options.logInterval = 1
        change(&options)
        return options
    }
}
