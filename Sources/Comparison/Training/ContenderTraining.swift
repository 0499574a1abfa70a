import Basics
import Foundation
import Layers
import Models
import Text
import Training

/// Trains one contender in a folder of its own, or goes on where that was left.
struct ContenderTraining {
    let contender: Contender
    /// What progress calls it.
    let name: String
    let configuration: any ModelConfiguration
    let training: EncodedCorpus
    let data: ComparisonData
    let options: ComparisonOptions
    let folder: URL

    /// Trains to the end of the budget, unless that has been done.
    ///
    /// - Returns: The updates done in all; nil when the end was not reached.
    func run(
        isCancelled: () -> Bool, report: @escaping (TrainingEvent) -> Void
    ) throws -> Int? {
        var state = PartState(settings: settings)
        if let found = try PartState.read(from: folder) {
            try found.check(settings, folder)
            if let updates = found.updates { return updates }
        } else {
            guard !RunDirectory.holdsRun(folder) else {
                throw CalqueError(
                    """
                    \(folder.path) holds a run that is no part of this comparison. Give another \
                    output folder.
                    """)
            }
            try RunDirectory.check(folder, .refuse)
            try FileManager.default.createFolder(folder)
            try state.write(to: folder)
        }
        let run = try RunDirectory(folder, tokenizer: data.tokenizer, existing: .resume)
        let trainer = try Trainer(
            configuration.makeModel(seed: options.seed), options: trainingOptions,
            data: TrainingData(training), validation: data.validation, run: run,
            translate: data.tokenizer.validationTranslator(beam: 1), report: report)
        let result = try trainer.train(isCancelled: isCancelled)
        guard result.reason != .interrupted else { return nil }
        state.updates = result.updates
        try state.write(to: folder)
        return result.updates
    }

    /// What the log says of the training.
    func history() throws -> TrainingHistory {
        try RunDirectory.history(of: folder)
    }

    /// The highest learning rate.
    var learningRate: Double {
        options.learningRates[contender]
            ?? contender.architecture.learningRate(width: configuration.width)
    }

    /// The budget, and what is the same for all.
    var trainingOptions: TrainingOptions {
        var result = TrainingOptions()
        result.seed = options.seed
        result.workers = options.workers
        result.precision = options.precision
        result.updateTokens = options.updateTokens
        result.labelSmoothing = options.labelSmoothing
        result.adam = AdamOptions(clipNorm: 1)
        switch options.budget {
        case .updates(let updates):
            result.schedule = .cosine(
                peak: learningRate, warmup: .updates(max(1, updates * 15 / 100)), total: updates,
                floor: 0)
            result.maximumUpdates = updates
            result.validationInterval = .updates(max(1, updates / 10))
            result.checkpointInterval = max(1, updates / 4)
            result.logInterval = max(1, updates / 200)
        case .seconds(let seconds):
            result.schedule = .inverseSquareRoot(peak: learningRate, warmup: 400)
            result.maximumSeconds = seconds
            result.validationInterval = 500
            result.checkpointInterval = 500
            result.logInterval = 10
        }
        result.keptCheckpoints = 1
        result.final = .last
        return result
    }

    /// What the trained weights depend on.
    private var settings: [String: String] {
        let properties = configuration.properties.map { ($0.name, $0.value) }
        let budget =
            switch options.budget {
            case .updates(let updates): "\(updates) updates"
            case .seconds(let seconds): "\(seconds) seconds"
            }
        let tokens = training.source.tokenCount + training.target.tokenCount
        return Dictionary(uniqueKeysWithValues: properties).merging([
            "budget": budget, "learning rate": "\(learningRate)", "seed": "\(options.seed)",
            "workers": "\(options.workers)", "precision": options.precision.rawValue,
            "update tokens": "\(options.updateTokens)", "dropout": "\(options.dropout)",
            "label smoothing": "\(options.labelSmoothing)",
            "longest sentence": "\(configuration.maximumLength)",
            "vocabulary": "\(configuration.embeddings.targetVocabularySize)",
            "training pairs": "\(training.count)", "training tokens": "\(tokens)",
        ]) { own, _ in own }
    }
}
