import Basics
import Models
import Tensors
import Text
import Training

/// Trains a whole Transformer, and then one for each thing that can be taken out of it, all on the same
/// data with the same budget and several times each, and measures what was lost.
///
/// What is taken out takes its parameters with it: models are of one width and not of one size. What was
/// begun before goes on where it stopped, and what is finished is only measured.
public struct AblationStudy {
    private let text: ComparisonText
    private let options: AblationOptions
    private let folder: ComparisonFolder
    private let report: (ComparisonEvent) -> Void

    /// A study that is made in a folder.
    ///
    /// - Parameters:
    ///   - text: The sentence pairs.
    ///   - options: What is taken out, and with which budget.
    ///   - folder: Where the runs and the results go.
    ///   - report: Called on the caller's thread for everything that happens.
    public init(
        _ text: ComparisonText, _ options: AblationOptions, in folder: ComparisonFolder,
        report: @escaping (ComparisonEvent) -> Void = { _ in }
    ) {
        self.text = text
        self.options = options
        self.folder = folder
        self.report = report
    }

    /// Trains and measures all models, first all with one seed, then with the next, and writes what was
    /// found out: as JSON, as a figure, and as a page.
    ///
    /// - Returns: The results; nil when `isCancelled` said so before they were there.
    /// - Throws: `CalqueError` when a file cannot be read or written, a folder holds something else, or
    ///   options do not fit each other.
    public func run(isCancelled: () -> Bool = { false }) throws -> AblationReport? {
        try options.validate()
        let data = try folder.data(
            of: text, maximumLength: options.recipe.model.maximumLength
        ) { report(.note($0)) }
        let all = [Ablation.whole] + options.ablations
        // Every model can be made before the first is trained.
        let configurations = try all.map { try configuration(of: $0, data) }
        let rules = options.recipe.trainingOptions(width: 1)
        let pool = WorkerPool(count: rules.workers, precision: rules.precision)
        var runs = all.map { _ in [AblationReport.Run]() }
        for seed in options.seedNumbers {
            for (index, ablation) in all.enumerated() {
                if isCancelled() { return nil }
                let training = ModelTraining(
                    name: "\(ablation.name), seed \(seed)",
                    recipe: try options.recipe(of: ablation, seed: seed),
                    configuration: configurations[index], training: data.training, data: data,
                    folder: folder.run(of: ablation, seed: seed))
                guard let end = try training.end(isCancelled: isCancelled, report: report) else {
                    return nil
                }
                runs[index].append(try measure(training, end, seed: seed, data, on: pool))
            }
        }
        let counts = configurations.map { $0.trainableCount }
        let study = AblationReport(
            setting: .init(
                options.recipe, size: options.size, limits: options.limits,
                parameterCount: counts[0], data),
            results: AblationReport.results(
                zip(all, zip(counts, runs)).map { ($0, $1.0, $1.1) }))
        try folder.write(study)
        return study
    }

    private func configuration(
        of ablation: Ablation, _ data: ComparisonData
    ) throws -> any ModelConfiguration {
        try options.recipe(of: ablation, seed: options.recipe.seed)
            .configuration(EmbeddingConfiguration(data.tokenizer))
    }

    private func measure(
        _ training: ModelTraining, _ end: ModelTraining.End, seed: UInt64, _ data: ComparisonData,
        on pool: WorkerPool
    ) throws -> AblationReport.Run {
        switch end {
        case .diverged(let reason):
            return .init(seed: seed, training: nil, quality: nil, divergence: reason)
        case .trained(let updates):
            report(.measuring(name: training.name, what: "translations"))
            let model = try ModelDirectory(training.folder).loadModel(precision: pool.precision)
            let translations = try data.testTranslations(by: model, options.search, on: pool)
            return .init(
                seed: seed,
                training: TrainingSummary(
                    try RunDirectory.history(of: training.folder), updates: updates),
                quality: try TranslationQuality.Score(translations, data.test.references),
                divergence: nil)
        }
    }
}
