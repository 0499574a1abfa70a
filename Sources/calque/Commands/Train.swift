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
            checkpoints. Ctrl-C ends after the current update and writes a checkpoint; `calque \
            train --output FOLDER --resume` goes on.
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
    private static let recipeName = "training.yaml"

    /// The command with what its recipe says, before which go the command's own arguments.
    private func effective(_ arguments: some Sequence<String>) throws -> Train {
        guard let path = try config ?? resumedRecipe() else { return self }
        return try Train.parse(Recipe(path, for: Train.self).arguments + arguments)
    }

    private func resumedRecipe() throws -> String? {
        guard resume else { return nil }
        let url = try outputURL().appendingPathComponent(Self.recipeName)
        if FileManager.default.fileExists(atPath: url.path) { return url.path }
        if (try? corpus.training()) != nil { return nil }
        throw CalqueError(
            """
            \(url.deletingLastPathComponent().path) holds no run to resume: it has no \
            \(Self.recipeName). Start one without --resume, with --overwrite if it was stopped \
            before it began.
            """)
    }

    private func outputURL() throws -> URL {
        guard let output else {
            throw ValidationError("Missing expected argument '--output <folder>'")
        }
        return URL(fileURLWithPath: output, isDirectory: true)
    }

    /// - Parameter options: What the run uses. A run that is resumed elsewhere keeps workers and
    ///   precision, on which its losses depend.
    private func saveConfiguration(_ options: TrainingOptions, in folder: URL) throws {
        var settings = Settings(of: self, without: ["config", "output", "resume", "overwrite"])
        settings.resolve("precision", to: options.precision.rawValue)
        settings.resolve("workers", to: "\(options.workers)")
        StandardError.write(try Recipe.yaml(settings))
        try Recipe.write(settings, to: folder.appendingPathComponent(Self.recipeName))
    }
}

/// The run.
extension Train {
    private func train() throws {
        let url = try outputURL()
        let text = try corpus.training()
        let validationText = try corpus.validation()
        let patience = try training.patience(hasValidation: validationText != nil)
        if RunDirectory.holdsRun(url), !resume, !overwrite {
            // Refuses, before any work is done.
            _ = try RunDirectory(url, tokenizer: nil, existing: .refuse)
        }
        let tokenizer = try makeTokenizer(for: text, in: url)
        let configuration = try architecture.configuration(tokenizer)
        let options = try training.options(
            schedule: schedule.make(
                for: architecture.architecture, width: configuration.width,
                updates: training.updates),
            adam: optimizer.options, checkpoints, patience: patience)
        let data = try trainingData(text, tokenizer, configuration.maximumLength)
        let validation = try validationText?.heldOutPairs(
            tokenizer, maximumLength: configuration.maximumLength)
        let run = try RunDirectory(
            url, tokenizer: tokenizer, existing: resume ? .resume : overwrite ? .overwrite : .refuse
        )
        try tokenizer.save(to: url)
        try saveConfiguration(options, in: url)
        let session = TrainingSession(
            adviceAfterInterruption: "Go on with: calque train --output \(output ?? "") --resume",
            logInterval: options.logInterval)
        try session.run { report in
            try Trainer(
                configuration.makeModel(seed: options.seed), options: options, data: data,
                validation: validation, run: run,
                translate: tokenizer.validationTranslator(beam: checkpoints.validationBeam),
                report: report)
        }
    }

    /// The tokenizer of the run that goes on, or a new one.
    private func makeTokenizer(for text: ParallelCorpus, in folder: URL) throws
        -> TranslationTokenizer
    {
        if resume, RunDirectory.holdsRun(folder) { return try .load(from: folder) }
        return try tokenizer.make(
            for: text,
            settings: TokenizerSettings(
                sourceLanguage: corpus.sourceLanguage, targetLanguage: corpus.targetLanguage,
                maximumLength: architecture.maximumLength))
    }

    private func trainingData(
        _ text: ParallelCorpus, _ tokenizer: TranslationTokenizer, _ maximumLength: Int
    ) throws -> TrainingData {
        let filters = corpus.filters(maximumLength: maximumLength)
        let sampling = try self.tokenizer.sampling(seed: training.seed, for: tokenizer)
        let (pairs, report) = try text.encoded(
            with: tokenizer, filters: filters, keepsText: sampling != nil)
        StandardError.writeLine("training text: \(report)")
        guard let sampling else { return TrainingData(pairs) }
        return TrainingData(
            pairs, sampling: sampling, tokenizer: tokenizer, maximumTokens: filters.maximumTokens)
    }
}
