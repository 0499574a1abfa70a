import Models
import Tensors

/// Trains architectures on the same data with the same budget, and measures what became of them.
///
/// The vocabulary, the pairs, their order and their cut into updates are the same for all, and so is
/// the number of parameters, within ten per cent. What was begun before goes on where it stopped,
/// and what is finished is only measured.
public struct ArchitectureComparison {
    private let text: ComparisonText
    private let options: ComparisonOptions
    private let folder: ComparisonFolder
    private let report: (ComparisonEvent) -> Void

    /// A comparison that is made in a folder.
    ///
    /// - Parameters:
    ///   - text: The sentence pairs.
    ///   - options: What is compared, and with which budget.
    ///   - folder: Where the runs and the results go.
    ///   - report: Called on the caller's thread for everything that happens.
    public init(
        _ text: ComparisonText, _ options: ComparisonOptions, in folder: ComparisonFolder,
        report: @escaping (ComparisonEvent) -> Void = { _ in }
    ) {
        self.text = text
        self.options = options
        self.folder = folder
        self.report = report
    }

    /// Trains and measures all contenders, and writes what was found out: as JSON, and as a page.
    ///
    /// - Returns: The results; nil when `isCancelled` said so before they were there.
    /// - Throws: `CalqueError` when a file cannot be read or written, no width gives a contender the
    ///   parameters wanted, a folder holds something else, or a training's loss is not finite.
    public func run(isCancelled: () -> Bool = { false }) throws -> ComparisonReport? {
        try options.validate()
        let data = try folder.data(
            of: text, maximumLength: options.recipe.model.maximumLength
        ) { report(.note($0)) }
        let plan = try ComparisonPlan(data, options, folder)
        var updates: [Int] = []
        for training in plan.trainings + (plan.positions?.trainings ?? []) {
            guard let count = try training.model.run(isCancelled: isCancelled, report: report)
            else { return nil }
            updates.append(count)
        }
        guard let comparison = try measure(plan, data, updates: updates, isCancelled) else {
            return nil
        }
        try folder.write(comparison)
        return comparison
    }

    /// - Parameter updates: Those of every training of the plan, in order.
    private func measure(
        _ plan: ComparisonPlan, _ data: ComparisonData, updates: [Int], _ isCancelled: () -> Bool
    ) throws -> ComparisonReport? {
        let rules = options.trainingOptions
        let pool = WorkerPool(count: rules.workers, precision: rules.precision)
        func measurement(
            of training: ComparisonPlan.ContenderTraining
        ) -> ContenderMeasurement {
            ContenderMeasurement(
                contender: training.contender, training: training.model, data: data,
                options: options, pool: pool
            ) { report(.measuring(name: training.model.name, what: $0)) }
        }
        var results: [ContenderReport] = []
        for (training, updates) in zip(plan.trainings, updates) {
            if isCancelled() { return nil }
            results.append(try measurement(of: training).report(updates: updates))
        }
        var positions: [PositionsReport.Result] = []
        for training in plan.positions?.trainings ?? [] {
            if isCancelled() { return nil }
            positions.append(
                .init(
                    contender: training.contender,
                    quality: try measurement(of: training).qualityByLength()))
        }
        return ComparisonReport(
            setting: .init(
                options.recipe, size: options.size, limits: options.limits,
                parameterCount: plan.parameterCount, data),
            results: results,
            positions: plan.positions.map {
                PositionsReport(
                    limit: $0.limit, trainingPairs: $0.trainings.first?.model.training.count ?? 0,
                    results: positions)
            })
    }
}

extension ComparisonReport.Setting {
    /// - Parameter recipe: What is the same for all models.
    init(
        _ recipe: TrainingRecipe, size: ModelSize, limits: TrainingRecipe.RunLimits,
        parameterCount: Int, _ data: ComparisonData
    ) {
        let rules = recipe.trainingOptions(width: 1)
        self.size = size.rawValue
        self.parameterCount = parameterCount
        updates = limits.updates
        seconds = limits.budget.seconds
        updateTokens = rules.updateTokens
        workers = rules.workers
        precision = rules.precision.rawValue
        seed = rules.seed
        trainingPairs = data.training.count
        testPairs = data.test.corpus.count
        vocabularySize = data.tokenizer.target.vocabulary.count
    }
}
