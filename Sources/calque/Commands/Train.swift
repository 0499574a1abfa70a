import ArgumentParser
import CalqueKit
import Foundation

/// `calque train`.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a model on parallel text.",
        discussion: """
            Writes a model directory that `calque translate --model` takes, and beside the model \
            log.jsonl, the curves in training.svg, the configuration in training.yaml, and \
            checkpoints. Ctrl-C ends after the current update and writes a checkpoint, and so does \
            a closed terminal; `calque train --output FOLDER --resume` goes on.
            """)

    @Option(help: ArgumentHelp("The folder to write.", valueName: "folder"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "YAML mapping of the other options' names to values; options given override it.",
            valueName: "recipe.yaml"))
    var config: String?

    @Flag(help: "Go on with the run in the folder, with its configuration.")
    var resume = false

    @Flag(help: "Delete the run in the folder and begin anew.")
    var overwrite = false

    @OptionGroup(title: "Text") var corpus: CorpusFlags
    @OptionGroup(title: "Tokenizer") var tokenizer: TokenizerFlags
    @OptionGroup(title: "Model") var architecture: ArchitectureFlags
    @OptionGroup(title: "Learning rate") var schedule: ScheduleFlags
    @OptionGroup(title: "Optimiser") var optimizer: OptimizerFlags
    @OptionGroup(title: "Training") var training: TrainingFlags
    @OptionGroup(title: "Validation and checkpoints") var checkpoints: CheckpointFlags

    func validate() throws {
        guard !(resume && overwrite) else {
            throw ValidationError("Give --resume or --overwrite, not both.")
        }
    }

    func run() throws {
        try effective(CommandLine.arguments.drop { $0 != "train" }.dropFirst()).train()
    }
}

/// The configuration.
extension Train {
    /// The command with what its recipe says, before which go the command's own arguments.
    private func effective(_ arguments: some Sequence<String>) throws -> Train {
        guard let path = try config ?? resumedRecipe() else { return self }
        return try Train.parse(Recipe(path, for: Train.self).arguments + arguments)
    }

    private func resumedRecipe() throws -> String? {
        guard resume else { return nil }
        let url = try outputURL().appendingPathComponent(RunDirectory.recipeName)
        if FileManager.default.fileExists(atPath: url.path) { return url.path }
        if (try? corpus.training()) != nil { return nil }
        throw CalqueError(
            """
            \(url.deletingLastPathComponent().path) holds no run to resume: it has no \
            \(RunDirectory.recipeName). Start one without --resume, with --overwrite if it was stopped \
            before it began.
            """)
    }

    private func outputURL() throws -> URL {
        guard let output else {
            throw ValidationError("Missing expected argument '--output <folder>'")
        }
        return URL(fileURLWithPath: output, isDirectory: true)
    }

    /// - Parameters:
    ///   - options: What the run uses. A run that is resumed elsewhere keeps workers and precision, on
    ///     which its losses depend.
    ///   - plan: What the run uses where nothing else was given.
    ///   - pieces: The size of the vocabulary, when it was trained.
    private func saveConfiguration(
        _ options: TrainingOptions, _ plan: TrainingPlan, pieces: Int?, in folder: URL
    ) throws {
        var settings = Settings(of: self, without: ["config", "output", "resume", "overwrite"])
        if let pieces { settings.resolve("vocabulary-size", to: "\(pieces)") }
        settings.resolve("size", to: plan.size.rawValue)
        settings.resolve("dropout", to: "\(plan.dropout)")
        settings.resolve("update-tokens", to: "\(plan.updateTokens)")
        settings.resolve("schedule", to: plan.shape.rawValue)
        settings.resolve("warm-up", to: "\(plan.warmup)")
        settings.resolve("validation-interval", to: "\(plan.validationInterval)")
        settings.resolve("precision", to: options.precision.rawValue)
        settings.resolve("workers", to: "\(options.workers)")
        StandardError.write(try Recipe.yaml(settings))
        if training.precision == nil, !resume {
            StandardError.writeLine(
                "\(options.precision.rawValue) is the faster type on "
                    + "\(Processor.current.description)")
        }
        try Recipe.write(settings, to: folder.appendingPathComponent(RunDirectory.recipeName))
    }
}

/// The run.
extension Train {
    private func train() throws {
        let url = try outputURL()
        let text = try corpus.training()
        let validationText = try corpus.validation()
        let patience = try training.patience(hasValidation: validationText != nil)
        let existing: RunDirectory.Existing = resume ? .resume : overwrite ? .overwrite : .refuse
        // Refuses, before any work is done.
        try RunDirectory.check(url, existing)
        let goesOn = resume && isBegun(url)
        let pieces = goesOn ? nil : try tokenizer.trainedSize(for: text)
        let tokenizer = try goesOn ? .load(from: url) : makeTokenizer(for: text, pieces: pieces)
        let pairs = try encoded(text, with: tokenizer)
        let plan = try plan(for: pairs, tokenizer, isNew: !goesOn)
        let configuration = try architecture.configuration(
            tokenizer, size: plan.size, dropout: plan.dropout)
        let options = try training.options(
            plan,
            schedule: schedule.make(
                plan, for: architecture.architecture, width: configuration.width),
            adam: optimizer.options, checkpoints, patience: patience)
        let validation = try validationText?.heldOutPairs(
            tokenizer, maximumLength: configuration.maximumLength)
        let run = try RunDirectory(url, tokenizer: tokenizer, existing: existing)
        if !goesOn { try tokenizer.save(to: url) }
        try saveConfiguration(options, plan, pieces: pieces, in: url)
        let session = TrainingSession(
            adviceAfterInterruption: "Go on with: calque train --output \(output ?? "") --resume",
            logInterval: options.logInterval)
        try session.run { report in
            try Trainer(
                configuration.makeModel(seed: options.seed), options: options,
                data: trainingData(pairs, tokenizer), validation: validation, run: run,
                translate: tokenizer.validationTranslator(beam: checkpoints.validationBeam),
                report: report)
        }
    }

    private func makeTokenizer(
        for text: ParallelCorpus, pieces: Int?
    ) throws -> TranslationTokenizer {
        let tokenizer = try tokenizer.make(
            for: text, trainedSize: pieces,
            settings: TokenizerSettings(
                sourceLanguage: corpus.sourceLanguage, targetLanguage: corpus.targetLanguage,
                maximumLength: architecture.maximumLength))
        let languageTokens = tokenizer.source.vocabulary.languageTokens
        if !languageTokens.isEmpty {
            StandardError.writeLine("language tokens: \(languageTokens.joined(separator: " "))")
        }
        return tokenizer
    }

    /// Whether the run has what it is made of: a killed one may have come no further than its folder.
    private func isBegun(_ folder: URL) -> Bool {
        let recipe = folder.appendingPathComponent(RunDirectory.recipeName)
        return FileManager.default.fileExists(atPath: recipe.path)
            || RunDirectory.holdsCheckpoint(folder)
    }

    private var filters: CorpusFilters {
        corpus.filters(maximumLength: architecture.maximumLength)
    }

    private func encoded(
        _ text: ParallelCorpus, with tokenizer: TranslationTokenizer
    ) throws -> EncodedCorpus {
        let sampling = try self.tokenizer.sampling(seed: training.seed, for: tokenizer)
        let (pairs, report) = try text.encoded(
            with: tokenizer, filters: filters, keepsText: sampling != nil)
        StandardError.writeLine("training text: \(report)")
        return pairs
    }

    private func trainingData(
        _ pairs: EncodedCorpus, _ tokenizer: TranslationTokenizer
    ) throws -> TrainingData {
        guard let sampling = try self.tokenizer.sampling(seed: training.seed, for: tokenizer) else {
            return TrainingData(pairs)
        }
        return TrainingData(
            pairs, sampling: sampling, tokenizer: tokenizer, maximumTokens: filters.maximumTokens)
    }
}

/// What follows from the text and the limits of the run.
extension Train {
    /// - Parameter isNew: Whether the run begins. One that goes on has all choices in its recipe.
    private func plan(
        for pairs: EncodedCorpus, _ tokenizer: TranslationTokenizer, isNew: Bool
    ) throws -> TrainingPlan {
        var choices = TrainingPlan.Choices()
        choices.size = architecture.size
        choices.dropout = architecture.dropout
        choices.updateTokens = training.updateTokens
        choices.shape = schedule.schedule
        choices.warmup = schedule.warmUp
        choices.validationInterval = checkpoints.validationInterval
        let measures = isNew && training.minutes != nil && pairs.count > 0
        let plan = TrainingPlan(
            choices, budget: training.budget, architecture: architecture.architecture,
            textTokens: max(pairs.source.tokenCount, pairs.target.tokenCount),
            tokensPerSecond: measures ? try speeds(pairs, tokenizer) : [:])
        if isNew { show(plan) }
        return plan
    }

    private func speeds(
        _ pairs: EncodedCorpus, _ tokenizer: TranslationTokenizer
    ) throws -> [ModelSize: Double] {
        func configuration(_ size: ModelSize) throws -> any ModelConfiguration {
            try architecture.configuration(tokenizer, size: size, dropout: 0)
        }
        let measured = architecture.size ?? .tiny
        var configurations = [measured: try configuration(measured)]
        for size in ModelSize.allCases where architecture.size == nil && size != measured {
            // What was given may not fit every size.
            configurations[size] = try? configuration(size)
        }
        return try TrainingSpeeds.measure(
            measured, of: configurations, on: pairs, options: training.computation())
    }

    private func show(_ plan: TrainingPlan) {
        if let updates = plan.expectedUpdates, let epochs = plan.expectedEpochs {
            StandardError.writeLine(
                "plan: about \(Int(updates.rounded()).grouped) updates of "
                    + "\(plan.updateTokens.grouped) tokens, \(epochs.significant(2)) passes over the text"
            )
        }
        for warning in plan.warnings { StandardError.writeLine("warning: \(warning)") }
    }
}
