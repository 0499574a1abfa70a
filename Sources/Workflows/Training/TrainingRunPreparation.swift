import Basics
import Foundation
import Models
import Tensors
import Text
import Training

/// Makes what a run is made of, one part after the other: tokenizer, text, plan, model.
struct TrainingRunPreparation {
    let recipe: TrainingRecipe
    let folder: URL
    /// Whether the run goes on, with what its folder has.
    let isBegun: Bool
    /// The model that the run starts from; nil for random weights.
    let base: TrainingBase?
    /// The workers of this process.
    let ownWorkers: Int
    /// The processes of the run, and those of them on this machine.
    let processes: (all: Int, here: Int)
    let report: (TrainingRunEvent) -> Void
    let isCancelled: () -> Bool

    init(
        _ run: TrainingRun, across ranks: RunRanks? = nil,
        report: @escaping (TrainingRunEvent) -> Void,
        isCancelled: @escaping () -> Bool
    ) throws {
        folder = run.folder
        isBegun = run.isBegun
        base = TrainingBase(of: run)
        let based = try base.map { run.recipe.based(on: try $0.configuration()) } ?? run.recipe
        var recipe = try based.withRuleOfHeldOutText(isBegun: isBegun)
        if let ranks {
            let workers = recipe.workers ?? ranks.coreCount
            recipe.workers = workers
            ownWorkers = try ranks.ownWorkers(of: workers)
        } else {
            ownWorkers = recipe.workers ?? WorkerPool.coreCount
        }
        processes = ranks.map { ($0.communicator.size, $0.communicator.ranksOnMachine) } ?? (1, 1)
        self.recipe = recipe
        self.report = report
        self.isCancelled = isCancelled
    }

    /// Throws `CancellationError` where nobody wants the run any more.
    func stopIfCancelled() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// All parts. What is read in a moment comes first, so that what is wrong with it is said soon.
    func parts() throws -> TrainingRunParts {
        let (text, cleaningFiles) = try trainingText()
        let heldOut = try heldOutPairs(of: text)
        let (tokenizer, withTokenizer) = try loadOrTrainTokenizer(
            for: text, without: keys(of: [heldOut?.text]))
        let validationText = try heldOut.map(\.text) ?? recipe.text.validation()
        let generalText = try recipe.text.generalValidation()
        if validationText != nil { report(.preparing(.validationText)) }
        let validation = try readHeldOut(validationText, tokenizer) { .validationText($0) }
        let general = try readHeldOut(generalText, tokenizer) { .generalValidationText($0) }
        try stopIfCancelled()
        report(.preparing(.text))
        let (data, corpusName, baseTranslations) = try readPairs(
            text, without: keys(of: [validationText, generalText]), tokenizer)
        try stopIfCancelled()
        let planned = try withTokenizer.planned(by: makePlan(data, tokenizer))
        try stopIfCancelled()
        try requireMemory(for: planned, tokenizer)
        let model = try makeModel(by: planned, tokenizer)
        return TrainingRunParts(
            recipe: planned.withLearningRate(width: model.configuration.width),
            tokenizer: tokenizer, data: data, corpusName: corpusName, validation: validation,
            general: general, model: model, isBegun: isBegun, baseTranslations: baseTranslations,
            heldOut: heldOut?.table, cleaningFiles: cleaningFiles)
    }

    /// The tokenizer, and the recipe with what was found out for it. One that is trained does not see the pairs
    /// that are held out of the text.
    private func loadOrTrainTokenizer(
        for text: ParallelCorpus, without heldOut: HeldOutText
    ) throws -> (TranslationTokenizer, TrainingRecipe) {
        if isBegun { return (try .load(from: folder), recipe) }
        if let base { return (try base.read { try $0.loadTokenizer() }, recipe) }
        var withTokenizer = recipe
        let tokenizer = try withTokenizer.makeTokenizer(for: text, without: heldOut) {
            report(.preparing($0, fraction: $1))
            try stopIfCancelled()
        }
        let languageTokens = tokenizer.source.vocabulary.languageTokens
        if !languageTokens.isEmpty { report(.languageTokens(languageTokens)) }
        return (tokenizer, withTokenizer)
    }

    // MARK: Plan

    /// What follows from the text and the limits. A recipe that goes on has all of it.
    private func makePlan(
        _ data: TrainingData, _ tokenizer: TranslationTokenizer
    ) throws -> TrainingPlan {
        let measures = !isBegun && recipe.limits.minutes != nil
        if measures {
            // What is measured has to fit, too.
            if base != nil || recipe.model.size != nil {
                _ = try memory(of: recipe, tokenizer).check(
                    against: AvailableMemory(), processes: processes.here)
            }
            report(.preparing(.speed))
        }
        let plan = TrainingPlan(
            recipe.choices, budget: recipe.limits.budget, architecture: recipe.model.architecture,
            textTokens: data.tokensOfEpoch,
            tokensPerSecond: measures ? try measureSpeeds(data, tokenizer) : [:],
            text: TrainingPlan.PlannedText(
                pairs: Int(data.pairsOfEpoch.rounded()),
                vocabularySize: base == nil ? tokenizer.target.vocabulary.count : nil),
            workers: recipe.workers ?? ownWorkers,
            accumulation: recipe.optimization.accumulation)
        if !isBegun { report(.plan(plan)) }
        return plan
    }

    private func measureSpeeds(
        _ data: TrainingData, _ tokenizer: TranslationTokenizer
    ) throws -> [ModelSize: Double] {
        func configuration(_ size: ModelSize) throws -> any ModelConfiguration {
            if let base { return try base.configuration() }
            var sized = recipe
            sized.model.size = size
            sized.model.dropout = 0
            return try sized.configuration(EmbeddingConfiguration(tokenizer))
        }
        let measured = recipe.model.size ?? .tiny
        var configurations = [measured: try configuration(measured)]
        for size in ModelSize.allCases where recipe.model.size == nil && size != measured {
            // What was given may not fit every size; a base is what it is in all of them.
            configurations[size] = try? configuration(size)
        }
        var options = recipe.trainingOptions(width: 1)
        options.workers = ownWorkers
        // Other ranks wait meanwhile, and are taken to be as fast.
        let factor = Double(recipe.workers ?? ownWorkers) / Double(ownWorkers)
        return try TrainingSpeeds.measure(
            measured, of: configurations, on: data, options: options
        ).mapValues { $0 * factor }
    }

    // MARK: Memory

    /// Says where training may take more memory than there is, before any of it is taken.
    ///
    /// - Throws: `CalqueError` when it cannot have as much.
    private func requireMemory(
        for planned: TrainingRecipe, _ tokenizer: TranslationTokenizer
    ) throws {
        let warning = try memory(of: planned, tokenizer).check(
            against: AvailableMemory(), processes: processes.here)
        if let warning { report(.training(.warning(warning))) }
    }

    private func memory(
        of recipe: TrainingRecipe, _ tokenizer: TranslationTokenizer
    ) throws -> TrainingMemory {
        let configuration =
            try base?.configuration()
            ?? recipe.configuration(EmbeddingConfiguration(tokenizer))
        var options = recipe.trainingOptions(width: configuration.width)
        let allWorkers = options.workers
        options.workers = ownWorkers
        return TrainingMemory(
            estimating: configuration, options, allWorkers: allWorkers, ranks: processes.all)
    }

    // MARK: Model

    private func makeModel(
        by planned: TrainingRecipe, _ tokenizer: TranslationTokenizer
    ) throws -> any SequenceToSequenceModel {
        guard let base else {
            return try planned.configuration(EmbeddingConfiguration(tokenizer))
                .makeModel(seed: planned.seed)
        }
        return try base.read { directory in
            try directory.loadModel(precision: .float32) { configuration in
                planned.model.applyDropout(to: &configuration)
            }
        }
    }
}
